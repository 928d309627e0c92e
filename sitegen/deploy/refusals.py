"""What a store's refusal means: whether a second try may help, else what is wrong and what to do about it."""

from __future__ import annotations

import re

KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
RIGHTS = ("the key may not do that there", "let it read, write, list and delete in this bucket")
REGION = ("the bucket is in another region", "write the target with ?region=…")
OTHER = ("what answers there does not speak S3", "mend the endpoint in the target")
FINAL = {  # by the code of the answer, else by its status
    "RequestTimeTooSkewed": ("this machine’s clock is not right", "set the clock, then deploy again"),
    "InvalidAccessKeyId": ("the key is not known there", KEYS),
    "SignatureDoesNotMatch": ("the secret does not fit the key", KEYS),
    "ExpiredToken": ("the session has expired", "sign in again, then deploy again"),
    "NoSuchBucket": ("there is no such bucket", "make it, or mend the target"),
    "AccessDenied": RIGHTS,
    "PermanentRedirect": REGION,
    "AuthorizationHeaderMalformed": REGION,
    "401": ("the key is not known there", KEYS),
    "403": RIGHTS,
    "301": REGION,
    "405": OTHER,
    "501": OTHER,
}
# Of the statuses that blame the request (RFC 9110 §15.5, RFC 6585, RFC 8470), and of S3's codes with status 400, those
# that the line is to blame for: the request did not arrive as it was sent. Without a code, 400 is no store's answer.
PASSING = {"408", "409", "425", "429"}
CUT = {"RequestTimeout", "IncompleteBody", "BadDigest", "XAmzContentSHA256Mismatch"}


def final(said: str) -> tuple[str, str] | None:
    """What is wrong and what to do about it, where no second try will change it, by the library's words."""
    code = re.search(r"<Code>(\w+)</Code>", said)
    status = re.search(r"status code: (\d+)", said)
    if code[1] in CUT if code else status and status[1] == "400":
        return None
    for found in filter(None, (code, status)):
        if found[1] in FINAL:
            return FINAL[found[1]]
    if "Header missing from response" in said:
        return OTHER
    if "169.254.169.254" in said:  # where machines at Amazon ask for keys
        return "no key is given", KEYS
    blamed = status and status[1].startswith("4") and status[1] not in PASSING
    return (shortly(said), "mend the target, or the bucket’s settings") if blamed else None


def unknown_condition(said: str) -> bool:
    """Whether a store says that it knows no `If-Match`, or no `If-None-Match`."""
    return "<Code>NotImplemented</Code>" in said or "status code: 501" in said


def nobody(said: str) -> bool:
    """Whether there was nobody to connect to."""
    return "kind: Connect" in said


def shortly(said: str) -> str:
    """The library's words in one line, without its internals."""
    first = re.sub(r"\s+", " ", said.strip().split("\n\n")[0])
    asked = re.search(r"Error performing (\w+ \S+) in \S+ - (.*)", first)
    if asked is None:
        return first[:300]
    return f"no answer to {asked[1]}" if asked[2].startswith("HTTP error") else f"{asked[1]}: {asked[2]}"[:300]
