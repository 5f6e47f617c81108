package roll_test

var badFiles = []badFile{
	{name: "unknown field", body: []string{"seat = 1\n", "seat = 1\nfoo = 3\n"},
		want: []string{
			`body.toml:9: "foo" is not known in [[member]]; delete it, or write one of name, seat, offices, key, keys`,
		}},
	{name: "misspelt field", body: []string{"seat = 1\n", "saet = 1\n"},
		want: []string{
			`body.toml:6: [[member]] has no "seat"; add seat = 1`,
			`body.toml:8: "saet" is not known in [[member]]; write "seat"`,
		}},
	{name: "field of the whole file in a section", body: []string{"quorum = 2\n", "", "signer = \"chair\"", "signer = \"chair\"\nquorum = 2"},
		want: []string{
			`body.toml:1: the file has no "quorum"; add quorum = 2`,
			`body.toml:71: "quorum" is not known in [policy]; move it above the first [ or [[ line: there it belongs to the whole file`,
		}},
	{name: "unknown section", meeting: []string{"[item.ballot]", "[item.vote]"},
		want: []string{
			`meeting.toml:14: "vote" is not known in [[item]]; delete it, or write one of title, class, ballot`,
		}},
	{name: "key twice", body: []string{"seat = 1\n", "seat = 1\nseat = 2\n"},
		want: []string{
			`body.toml:9: "seat" stands here a second time (first in line 8); keep one of the two`,
		}},
	{name: "section twice", body: []string{"[policy]", "[urn]\n[policy]"},
		want: []string{
			`body.toml:67: "urn" stands here a second time (first in line 59); keep one of the two`,
		}},
	{name: "list where a section stands once", body: []string{"[policy]", "[[policy]]"},
		want: []string{
			`body.toml:67: policy is not a section that stands once; write [policy] on a line of its own, and its fields below it`,
		}},
	{name: "section where a list belongs", body: []string{"[[substitute]]", "[substitute]"},
		want: []string{
			`body.toml:18: substitute is not a section that can be repeated; write [[substitute]] on a line of its own, and its fields below it`,
		}},
	{name: "SSH key of two members", body: []string{"KEY03", "KEY01"},
		want: []string{
			`body.toml:16: key of the member "Bo Berg" is the same key as that of the member "Anna Andersson" in line 10; write a key that only the member "Bo Berg" has [A13]`,
		}},
	{name: "SSH key of member and trustee", body: []string{"KEY06", "KEY01 other comment"},
		want: []string{
			`body.toml:31: key of the trustee "ett" is the same key as that of the member "Anna Andersson" in line 10; write a key that only the trustee "ett" has [A13]`,
		}},
	{name: "SSH key of urn and witness", body: []string{"KEY14", "KEY09"},
		want: []string{
			`body.toml:64: receipt_key of the urn is the same key as that of the witness "press" in line 46; write a key that only the urn has [A13]`,
		}},
	{name: "seat twice", body: []string{"seat = 7", "seat = 1"},
		want: []string{
			`body.toml:14: seat 1 is given twice (first in line 8); give every member a seat of their own; gaps are allowed [A13]`,
		}},
	{name: "seat zero, order as text", body: []string{"seat = 7", "seat = 0", "order = 1", `order = "1"`},
		want: []string{
			`body.toml:14: seat is 0; write a number from 1 to 1000000 in plain digits`,
			`body.toml:20: order is text, not a whole number; write order = 1, without quotation marks`,
		}},
	{name: "order twice", body: []string{"[[officer]]", "[[substitute]]\nname = \"Eva\"\norder = 1\nkey = \"KEY20\"\n[[officer]]"},
		want: []string{
			`body.toml:25: order 1 is given twice (first in line 20); give every substitute a place of their own in the order`,
		}},
	{name: "bad SSH keys", body: []string{"KEY01 anna@home", "ssh-ed25519 AAAA", "KEY04", `command=\"ls\" KEY04`},
		want: []string{
			`body.toml:10: key of the member "Anna Andersson" is not an SSH public key; write the one line of the file that ends in .pub: ssh-ed25519 AAAA… [A13]`,
			`body.toml:21: key of the substitute "Cia Ceder" has options before it; begin with the key's type: ssh-ed25519 AAAA… [A13]`,
		}},
	{name: "no key", body: []string{"key = \"KEY04\"\n", "", "keys = [\"KEY02\", \"KEY03\"]", "keys = []"},
		want: []string{
			`body.toml:16: the member "Bo Berg" has no key; write the one line of the file that ends in .pub: ssh-ed25519 AAAA… [A13]`,
			`body.toml:18: [[substitute]] has no "key"; add key = "ssh-ed25519 AAAA…" [A13]`,
		}},
	{name: "key and keys", body: []string{"key = \"KEY04\"\n", "key = \"KEY04\"\nkeys = [\"KEY20\"]\n"},
		want: []string{
			`body.toml:22: the substitute "Cia Ceder" has both "key" and "keys"; write all of them in one list: keys = ["…", "…"]`,
		}},
	{name: "weak and unfit keys", body: []string{"KEY04", weakRSA, "KEY06", strongRSA, "KEY05", damaged},
		want: []string{
			`body.toml:21: key of the substitute "Cia Ceder" has 1024 bits, fewer than 2048; make a new key with ssh-keygen -t ed25519 and write the one line of its .pub file [A13]`,
			`body.toml:26: key of the officer "Dan Dahl" is damaged: no such key exists; make a new key with ssh-keygen -t ed25519 and write the one line of its .pub file [A13]`,
			`body.toml:31: key of the trustee "ett" is of type ssh-rsa; make an Ed25519 key with ssh-keygen -t ed25519 and write the one line of its .pub file`,
		}},
	{name: "private key in lines", body: []string{"KEY04", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "seat = 7", "seat = 1"},
		want: []string{
			`body.toml:14: seat 1 is given twice (first in line 8); give every member a seat of their own; gaps are allowed [A13]`,
			`body.toml:21: a private key stands here; delete it from this file, regard that key as lost, make a new one (ssh-keygen -t ed25519), and write the one line of the file that ends in .pub [A13]`,
		}},
	{name: "private key in one line", body: []string{"KEY04", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"},
		want: []string{
			`body.toml:21: a private key stands here; delete it from this file, regard that key as lost, make a new one (ssh-keygen -t ed25519), and write the one line of the file that ends in .pub [A13]`,
		}},
	{name: "threshold 1", body: []string{"threshold = 2", "threshold = 1"},
		want: []string{
			`body.toml:3: threshold is 1: one trustee alone could decrypt; write threshold = 2`,
		}},
	{name: "threshold of all", body: []string{"threshold = 2", "threshold = 3"},
		want: []string{
			`body.toml:3: threshold is 3 of 3 trustees: one lost key would lose every ballot; write threshold = 2`,
		}},
	{name: "quorum of half", body: []string{"quorum = 2", "quorum = 1"},
		want: []string{
			`body.toml:4: quorum is 1 of 2 witnesses: it must be more than half, so that no two quorums are disjoint; write quorum = 2`,
		}},
	{name: "quorum too large", body: []string{"quorum = 2", "quorum = 3"},
		want: []string{
			`body.toml:4: quorum is 3 of 2 witnesses: it must be more than half, so that no two quorums are disjoint; write quorum = 2`,
		}},
	{name: "no chair", body: []string{"offices = [\"chair\"]\n", ""},
		want: []string{
			`body.toml:1: the body has no chair; write offices = ["chair"] in the [[member]] section of whoever presides`,
		}},
	{name: "two chairs", body: []string{`"vice-chair"`, `"chair"`},
		want: []string{
			`body.toml:15: there is a second chair (first: the member "Anna Andersson" in line 9); keep the office with one person; a deputy is a vice-chair`,
		}},
	{name: "unknown office", body: []string{`"vice-chair"`, `"vicechair", "vice-chair", "vice-chair"`},
		want: []string{
			`body.toml:15: offices "vicechair" is not known; write one of chair, vice-chair, secretary`,
			`body.toml:15: the member "Bo Berg" has the office "vice-chair" twice; keep one of the two`,
		}},
	{name: "officer as chair", body: []string{`office = "secretary"`, `office = "chair"`},
		want: []string{
			`body.toml:25: the officer "Dan Dahl" holds no seat and cannot be chair; write offices = ["chair"] in that person's [[member]] section`,
		}},
	{name: "secretary signs, none there", body: []string{`signer = "chair"`, `signer = "secretary"`, "[[officer]]\nname = \"Dan Dahl\"\noffice = \"secretary\"\nkey = \"KEY05\"\n", ""},
		want: []string{
			`body.toml:67: the secretary signs, but the body has none; write signer = "chair", or add an [[officer]] section with office = "secretary"`,
		}},
	{name: "secret ballot on a decision", meeting: []string{"class = \"decision\"", "class = \"decision\"\n[item.ballot]\nkind = \"one-of-n\"\noptions = [\"Ja\", \"Nej\"]"},
		want: []string{
			`meeting.toml:26: no secret ballot can be held on an item of class "decision" (kommunallagen 5:54: a vote is secret only in elections and in the employment of staff); delete [item.ballot]; the vote on this item is open [KL 5:54]`,
		}},
	{name: "Danish council with ballots", body: []string{"se-fullmaktige", "dk-kommunalbestyrelse"},
		want: []string{
			`meeting.toml:14: no secret ballot can be held on an item of class "election" (the Danish ministry's statement 87.1.4: councils elect and decide by named votes); delete [item.ballot]; the vote on this item is open [87.1.4]`,
			`meeting.toml:21: no secret ballot can be held on an item of class "election" (the Danish ministry's statement 87.1.4: councils elect and decide by named votes); delete [item.ballot]; the vote on this item is open [87.1.4]`,
		}},
	{name: "bad options", meeting: []string{`options = ["Anna", "Bo"]`, `options = ["Anna", "Anna", "", 7, " Bo"]`},
		want: []string{
			`meeting.toml:16: option "Anna" stands there twice (first in line 16); make them differ, or a vote would not say who is meant`,
			`meeting.toml:16: option is empty; write it between the quotation marks`,
			`meeting.toml:16: option is a whole number, not text; write it between quotation marks`,
			`meeting.toml:16: option begins or ends with a space; write "Bo"`,
		}},
	{name: "one option", meeting: []string{`options = ["Anna", "Bo"]`, `options = ["Anna"]`},
		want: []string{
			`meeting.toml:16: options lists 1; write 2 to 500 of them`,
		}},
	{name: "elect all", meeting: []string{`elect = 2`, `elect = 3`},
		want: []string{
			`meeting.toml:21: elect is 3 of 3 options: there is nothing to choose; elect fewer than there are options`,
		}},
	{name: "elect two of one", meeting: []string{`kind = "one-of-n"`, "kind = \"one-of-n\"\nelect = 2"},
		want: []string{
			`meeting.toml:16: a ballot of kind one-of-n elects 1, not 2; write kind = "k-of-n", or elect = 1`,
		}},
	{name: "elect missing, kind unknown", meeting: []string{`elect = 2, `, "", "one-of-n", "one-of-m"},
		want: []string{
			`meeting.toml:15: kind "one-of-m" is not known; write one of one-of-n, k-of-n`,
			`meeting.toml:21: [item.ballot] has no "elect"; add elect = 1`,
		}},
	{name: "unknown profile and class", body: []string{"se-fullmaktige", "se-regering"}, meeting: []string{`"decision"`, `"beslut"`},
		want: []string{
			`body.toml:2: profile "se-regering" is not known; write one of se-fullmaktige, se-namnd, se-utskott, dk-kommunalbestyrelse, association`,
			`meeting.toml:25: class "beslut" is not known; write one of election, employment, decision, information`,
		}},
	{name: "date malformed", meeting: []string{"2026-11-30", "2026-02-30"},
		want: []string{
			`meeting.toml:2: date "2026-02-30" is no day of the calendar; write year, month and day: date = 2026-11-30`,
		}},
	{name: "date as text", meeting: []string{"2026-11-30", `"30 november 2026"`},
		want: []string{
			`meeting.toml:2: date "30 november 2026" is no day of the calendar; write year, month and day: date = 2026-11-30`,
		}},
	{name: "date with a time", meeting: []string{"2026-11-30", `2026-11-30T10:00:00Z`},
		want: []string{
			`meeting.toml:2: date is a date or time, not a day; write year, month and day: date = 2026-11-30`,
		}},
	{name: "rehearsal as text", meeting: []string{"rehearsal = false", `rehearsal = "no"`},
		want: []string{
			`meeting.toml:4: rehearsal is text; write rehearsal = true or rehearsal = false, without quotation marks`,
		}},
	{name: "no place", meeting: []string{"place = \"Stadshuset\"\n", ""},
		want: []string{
			`meeting.toml:1: the file has no "place"; add place = "Stadshuset, sessionssalen" [A11]`,
		}},
	{name: "control characters", body: []string{"Bo Berg", `Bo\u001b[2J`, "Cia Ceder", `Cia\u202eCeder`}, meeting: []string{"Stadshuset", `Sta\ndshuset`},
		want: []string{
			`body.toml:13: name holds the character U+001B, which may not stand in text; delete that character, or retype the text`,
			`body.toml:19: name holds the character U+202E, which may not stand in text; delete that character, or retype the text`,
			`meeting.toml:3: place holds the character U+000A, which may not stand in text; delete that character, or retype the text`,
		}},
	{name: "decomposed letters", body: []string{"Anna Andersson", "A\u030asa"},
		want: []string{
			`body.toml:7: name holds letters whose accents are characters of their own; write it as "Åsa"`,
		}},
	{name: "not UTF-8", body: []string{"Bo Berg", "B\xf6 Berg"},
		want: []string{
			`body.toml:13: this line is not in UTF-8; save the file in the encoding UTF-8`,
		}},
	{name: "operator of two trustees", body: []string{`"Revision"`, `"opposition"`},
		want: []string{
			`body.toml:35: the operator "opposition" runs 2 trustees, and 2 decrypt every ballot; have this trustee run by somebody else: machines of one operator count as one [A17]`,
		}},
	{name: "registrar and urn hold the threshold", body: []string{`"Revision"`, `"Regionen"`},
		want: []string{
			`body.toml:40: the operators of registrar and urn together run 2 trustees, and 2 decrypt every ballot; have this trustee run by somebody who runs neither [A17]`,
		}},
	{name: "same address", body: []string{"urn.example:22", "MEETING.example:22"},
		want: []string{
			`body.toml:61: booth of [urn] is the same address as address of [registrar] in line 55; give registrar, booth and cast a port each`,
		}},
	{name: "bad addresses", body: []string{"urn.example:22", "urn.example", "urn.example:23", "urn_example:0", "meeting.example:22", "::1:22"},
		want: []string{
			`body.toml:55: address "::1:22" is not an address; write host and port: meeting.example:22, 192.0.2.1:22 or [2001:db8::1]:22`,
			`body.toml:61: booth "urn.example" is not an address; write host and port: meeting.example:22, 192.0.2.1:22 or [2001:db8::1]:22`,
			`body.toml:62: cast "urn_example:0" is not an address; write host and port: meeting.example:22, 192.0.2.1:22 or [2001:db8::1]:22`,
		}},
	{name: "party names", body: []string{`"granne"`, `"ett"`, `"press"`, `"två ord"`},
		want: []string{
			`body.toml:44: name "två ord" cannot name a witness; write one word of at most 64 bytes, without space, + or /`,
			`body.toml:49: name "ett" stands for two parties (first in line 29); give every trustee and witness a name of its own`,
		}},
	{name: "policy", body: []string{"grace = 60", "grace = 1.5", "window = 120", "window = -1", "shuffles = 2", "shuffles = 4"},
		want: []string{
			`body.toml:68: grace is a decimal number, not a whole number; write grace = 60, without quotation marks`,
			`body.toml:69: window is -1; write a number from 0 to 604800 in plain digits`,
			`body.toml:70: shuffles is 4: at least as many of the 3 trustees shuffle as decrypt together, so that one of them is honest; write shuffles = 2 up to 3 [A17]`,
		}},
	{name: "missing sections", body: []string{"[policy]\ngrace = 60\nwindow = 120\nshuffles = 2\nsigner = \"chair\"\n", ""},
		want: []string{
			`body.toml:1: there is no section [policy]; write [policy] on a line of its own, and its fields below it`,
		}},
	{name: "syntax errors on several lines", body: []string{"seat = 1\n", "seat 1\n", "seat = 7 #", "seat = #", `"Opposition"`, "Opposition"},
		want: []string{
			`body.toml:8: this is not TOML: expected '=' after key; write name = "value", name = 3, [section] or [[section]]`,
			`body.toml:14: this is not TOML: unexpected character U+0023 '#' at start of value; write name = "value", name = 3, [section] or [[section]]`,
			`body.toml:30: this is not TOML: unexpected character U+004F 'O' at start of value; write name = "value", name = 3, [section] or [[section]]`,
		}},
	{name: "list that is not closed", body: []string{`["KEY02", "KEY03"]`, `["KEY02", "KEY03"`, `order = 1`, `order = 0`},
		want: []string{
			`body.toml:16: this is not TOML: expected ',' or ']' after array value in line 18; what begins here is not closed; write name = "value", name = 3, [section] or [[section]]`,
			`body.toml:20: order is 0; write a number from 1 to 1000000 in plain digits`,
		}},
	{name: "string that is not closed", meeting: []string{`title = "Upprop"`, `title = "Upprop`, `"decision"`, `"beslut"`},
		want: []string{
			`meeting.toml:7: this is not TOML: basic strings cannot have new lines; write name = "value", name = 3, [section] or [[section]]`,
			`meeting.toml:25: class "beslut" is not known; write one of election, employment, decision, information`,
		}},
	{name: "header that is not closed", meeting: []string{"[item.ballot]", "[item.ballot"},
		want: []string{
			`meeting.toml:14: this is not TOML: expected ']' to close table name; write name = "value", name = 3, [section] or [[section]]`,
		}},
}

// Keys that are no use: RSA with 1024 bits; RSA where 32 bytes of Ed25519 are
// asked for; an Ed25519 key with y = 2, which is on no point of the curve.
const weakRSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDY0ZPXC2UWX37Xibfxezr5Manr0DA25FQbYwxTS1FfAHqZr5Qpn7jVTnt4HVqvRzpovx4/RuHVC/XISS2dH7gD3kbArY1xCi25oBByBzsiWesDd9J55E9GpYJqbCTMNEz5FCPEJ7dF5UakC69ptR6p/Hg7G9Gq2Sqnh5tW2OvSFw=="
const strongRSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDJ1SsqSjRcViYxHXxjZsh7y5UjlKuOpzPBdScoWQS7Gw/jQg/pzjKEmIIG1Zu6DefmV0GiWipdnCs9BvMK2tuD6CN2QY3zyXEFd8Wk9bmA1IkmmjLqLFrVCGBMTUjxcMBj5lhYp3ajmfCObdQ7AJyAFlj67Xz90pWpGm7a6xZsv+b7zGAEPG9vx4i4xxtJ218WSjmdjjlseMgmdGumtnDX/zYuCz8vt8PQTceBfmEpQwX8oYKOMwzHjTc2Tbz2idTUCYnlINMX/BA5wrWJzrhBS3yF8Xk5yhSmnL1J3zeMXCYdHvz4vV5alrUJWRQC3GCjytRF8tcPNbNHnibnyTA5"
const damaged = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
