package words

var englishInvite = Invite{
	Title:     "Invitation to a rehearsal of secret ballots",
	Rehearsal: "This is a rehearsal: nothing that is voted on counts. Choose freely, and vote on nothing that matters to you.",
	Hosted:    "In the rehearsal you may use the booth on the urn's machine, which needs nothing but ssh. The urn's machine sees your choice but not who you are; the registrar knows who you are but sees only what is sealed.",

	For: "For", Substitute: "substitute no. {order}", Meeting: "Meeting", Day: "Day", Place: "Place", Remote: "From elsewhere?",
	Contact: "Questions", Phone: "Trouble? Ring", Key: "Your key",

	RemoteBy:      "Tell both the secretary, {secretary}, and the chair, {chair}, on {day} at the latest. [A04]",
	RemoteByChair: "Tell the chair, {chair}, and whoever is secretary on {day} at the latest. [A04]",
	RemoteRules:   "Your body's own rules say until when, and whom you tell.",

	WordsTitle:  "The meeting's ten words",
	WordsHow:    "They stand in the notice too, and the chair can read them aloud. If a single word differs, do not log in: ring.",
	PrintsTitle: "The two keys",
	PrintsHow:   "A program that asks whether it knows a host shows a fingerprint. It must be one of these two; otherwise answer no, and ring. Believe the urn's fingerprint from this sheet only, not from any screen.",
	Registrar:   "Desk", Urn: "Booth",

	StepsTitle: "What you do",
	Try:        "Some days before, from where you will sit: try your key, your window and the way to the urn, and vote in the trial ballot if it is open.",
	Desk:       "On the evening: log in at the desk and check in. The screen says what is asked of you; ? explains.",
	Booth:      "When a ballot opens: leave the desk open, open a second window, and go to the booth.",
	In:         "You have voted when the screen says: your vote is in. If it never said so, go back to the booth.",
	WaysTitle:  "With your program",

	Windows: Told{"Windows Terminal", "Press the Windows key, type terminal, press Enter, and type the command. Ctrl+Shift+T opens a second tab for the booth. Asked about a fingerprint, compare it with the above and type yes."},
	Mac:     Told{"Terminal on macOS", "Press Cmd+Space, type terminal, press Enter, and type the command. Cmd+T opens a second tab for the booth. Asked about a fingerprint, compare it with the above and type yes."},
	Putty:   Told{"PuTTY 0.78 or later", "Desk: Host Name {host}, Port {port}; your key (.ppk from PuTTYgen) under Connection, SSH, Auth, Credentials; user member under Connection, Data. Save it as desk. Booth: Host Name {urnhost}, Port {urnport}, user ballot, no key, Pageant unticked; under Connection, Proxy choose SSH to proxy and use port forwarding, with desk as proxy hostname."},
	Tablet:  Told{"iPad: Blink, Termius and others", "Make a host for the desk: {host}, port {port}, user member, your key. Make one for the booth: {urnhost}, port {urnport}, user ballot, no key, and the desk as jump host (also called ProxyJump or host chain). Keep both open side by side, since an app in the background is cut off."},
	Join:    Told{"The program valurna, with the booth on your own machine", "Desk and booth in one window; your choice leaves your machine sealed only. It asks for the first and the last of the ten words."},

	ConfigTitle: "For those who keep an ssh_config: never asked, and never led astray",
	ConfigHow:   "Into the file config in the folder .ssh. Then: ssh valurna-desk, and for the booth ssh valurna-booth.",
	HostsHow:    "Into the file valurna_hosts in the same folder, each line unbroken:",

	Weekdays: Weekdays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},

	Decides: InviteDecides{
		Title: "Invitation to log in and vote",
		Gate:  "What is voted on counts. If it is not shown that votes stay secret, that all of them are counted and that anybody can check it, no secret ballot opens, and the desk says what is missing.",

		Until:  "Apply on {day} at the latest, as step 1 says. [A04]",
		Never:  "Nobody may at this meeting: no decision of the body allows it.",
		Apply:  "Only if you want to take part from elsewhere: apply on {day} at the latest, with your special reason in the place of {reason}. It goes to both secretary and chair, and the chair decides.",
		Reason: "REASON",

		Hosted: "You vote with the program valurna, or in the booth on the urn's machine, which needs nothing but ssh. The desk says whether that booth may be used at this meeting: somebody has to attest first that whoever runs the urn is independent. The urn's machine sees your choice but not who you are; the registrar knows who you are but sees only what is sealed.",
		Booth:  "When a ballot opens: leave the desk open. If it says that the booth may be used, open a second window and go there; otherwise vote with the program valurna, below.",

		Own:     "You vote with the program valurna: one file for Windows, macOS and Linux, from whoever sends you this sheet. Your choice leaves your machine sealed only. Try it in good time: there is no other booth at this meeting.",
		Urn:     "Urn",
		Try:     "Some days before, from where you will sit: start the program, compare the ten words, type the first and the last, and vote in the trial ballot if it is open.",
		Desk:    "On the evening: start it again and check in. The screen says what is asked of you; ? explains.",
		Vote:    "When a ballot opens: choose “Vote now” in the same window.",
		In:      "You have voted when the screen says: your vote is in. Leave the window open until it says that your ballot paper is among the sealed ones.",
		Windows: Told{"Windows Terminal", "Save the program as valurna.exe in your home folder. Press the Windows key, type terminal, press Enter, and type the command with .\\ before it."},
		Mac:     Told{"Terminal on macOS", "Save the program as valurna in your home folder. Press Cmd+Space, type terminal, press Enter, type chmod +x valurna once, and then the command with ./ before it."},
		Other:   Told{"PuTTY, iPad, telephone", "They reach the desk ({host}, port {port}, user member, your key) but no booth: to vote you need a computer with the program. Say so in good time if you have none."},

		ConfigHow: "Into the file config in the folder .ssh. Then: ssh valurna-desk. The program valurna does not need it.",
	},
}
