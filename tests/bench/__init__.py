"""How long builds take beside other generators: `make bench`. README.md tells what is compared, and how."""
