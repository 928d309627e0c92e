# Reads each feed that is named with Ruby's strict parser, and prints what it finds wrong.
require "rss"

ARGV.each do |name|
  # It knows no Atom links in RSS, which the RSS Advisory Board recommends: only there may it pass over what it does not know.
  RSS::Parser.parse(File.read(name), true, name.end_with?("feed.xml"))
rescue RSS::Error => e
  puts "#{name}: #{e.class} #{e.message}"
end
