package recordtest

// evening is a council's meeting in which nearly everything happens that can, but for
// secret ballots. A line is a time of day (UTC), who asks, and what; "at" begins another
// day. Person 1 holds the chair, 2 is vice chair, 8 and 9 are substitutes, 10 is the
// secretary. Not asked by anybody are:
//
//	sits PERSON SEAT, leaves PERSON SEAT
//	gate MOMENT [ID ...]     those guarantees fail, all others hold
//	preflight, keys PERSON, heartbeat PERSON, adjourn
const evening = `
	at 2026-11-23
	09:00:00 10: notice 2026-11-20 2026-11-19
	09:10:00 10: attest G1 The council decided on 5 March that members may take part from elsewhere.
	at 2026-11-24
	12:00:00 4: remote apply jag är sjuk
	12:10:00 5: remote apply jag är bortrest
	12:30:00 1: remote grant p4
	12:31:00 1: remote refuse p5 vi väntar på besked
	12:32:00 1: remote grant p5 beskedet kom

	at 2026-11-30
	16:30:00 rules: preflight
	16:31:00 rules: gate admission G6 G17
	16:40:00 10: attest G4 The council meets in the town hall.
	16:44:00 1: meeting rollcall
	16:44:10 rules: sits 1 1
	16:44:11 rules: sits 2 2
	16:44:12 rules: sits 3 3
	16:45:00 1: remote identify p4 babab-babab
	16:45:20 4: remote alone
	16:45:40 1: remote asked p4 yes
	16:46:00 1: remote identify p5 babab-babad
	16:46:20 5: remote alone
	16:46:40 1: remote asked p5 yes
	16:47:00 4: remote sees all
	16:47:10 5: remote sees p4 no
	16:47:30 5: remote sees all
	16:47:40 1: room sees all
	16:48:00 rules: gate admission
	16:48:10 1: remote admit p4
	16:48:20 1: remote admit p5
	16:50:13 rules: sits 4 4
	16:50:14 rules: sits 5 5
	16:50:20 8: standby here
	16:50:21 9: standby here
	16:50:40 1: substitute 7
	17:00:00 1: meeting open

	17:00:20 1: item begin 1
	17:04:00 1: item end

	17:04:30 1: item begin 2
	17:05:00 3: motion main Build the bridge of wood
	17:05:40 4: motion main Build the bridge of steel, and let the county pay a third of what it costs in the first ten years
	17:06:00 5: motion main Build a tunnel
	17:06:20 2: motion reject
	17:06:30 8: motion main Build a library
	17:06:40 5: motion withdraw 3
	17:06:50 1: motion refuse 5
	17:07:00 1: item debated
	17:07:10 1: question 1 2 4
	17:07:20 1: question approved
	17:07:30 1: acclaim 1
	17:07:32 4: vote ask
	17:08:00 1: vote open
	17:08:10 2: vote yes
	17:08:20 3: vote no
	17:08:30 4: vote yes
	17:08:35 5: remote lost
	17:08:36 1: vote void
	17:09:00 5: remote back
	17:09:10 4: remote sees all
	17:09:20 5: remote sees all
	17:09:30 1: room sees all
	17:10:00 1: vote open
	17:10:10 2: vote yes
	17:10:15 3: vote no
	17:10:20 4: vote yes
	17:10:25 5: vote abstain
	17:10:30 10: vote for 7 yes
	17:10:35 1: vote no
	17:10:40 1: vote result
	17:11:00 1: vote open
	17:11:10 2: vote no
	17:11:15 3: vote yes
	17:11:20 4: vote no
	17:11:25 5: vote yes
	17:11:30 8: vote no
	17:11:35 1: vote yes
	17:11:40 1: vote result yes
	17:12:00 4: dissent 2

	17:12:20 rules: keys 6
	17:12:30 10: item returned 3
	17:13:00 1: item begin 3
	17:13:20 10: paper hand 3 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 The budget, second draft
	17:13:30 4: paper got 1
	17:13:40 5: paper got 1
	17:14:00 3: motion main Approve the budget
	17:14:10 5: motion remit The figures for schools are missing
	17:14:20 1: question 2
	17:14:30 1: acclaim no
	17:14:33 1: gavel
	17:15:00 rules: heartbeat 4
	17:15:30 rules: adjourn
	17:20:00 4: remote back
	17:20:10 4: remote alone
	17:20:30 4: remote sees all
	17:20:35 5: remote sees all
	17:20:40 1: room sees all
	17:21:00 1: meeting resume
	17:21:30 1: item debated
	17:21:40 1: question 1
	17:21:45 1: question approved
	17:21:50 1: acclaim 1
	17:21:55 1: gavel

	17:22:30 1: jav 5
	17:22:40 1: jav 5 3
	17:22:50 1: no-jav 5 3
	17:23:00 1: item begin 4
	17:23:10 4: remote alone
	17:23:15 5: remote alone
	17:23:30 1: item debated
	17:23:40 1: elect Ada Ek / Bo Ask
	17:23:50 1: elect Ada Ek / Cia Dahl
	17:23:54 1: gavel

	17:24:00 1: chair p2 disqualified
	17:24:20 2: item begin 5
	17:24:30 3: motion main Sign the contract
	17:24:40 4: motion table
	17:24:50 2: question 2
	17:25:00 2: acclaim no
	17:25:02 4: vote ask
	17:25:10 2: vote open
	17:25:20 3: vote no
	17:25:25 4: vote yes
	17:25:30 5: vote yes
	17:25:35 8: vote no
	17:25:40 2: vote no
	17:25:50 2: vote result
	17:26:00 1: chair p1 back

	17:30:00 rules: leaves 3 3
	17:30:20 1: substitute 3
	17:31:00 1: meeting adjourn time
	17:45:00 1: meeting resume
	17:45:20 1: remote inroom p5
	17:46:00 1: item add decision Lights in the park
	17:46:20 1: item begin 6
	17:46:22 2: speak ask
	17:46:24 4: speak ask
	17:46:26 1: speak give
	17:46:28 4: speak ask reply
	17:46:30 1: speak line
	17:46:32 4: speak drop
	17:46:34 2: speak end
	17:46:40 1: item aside
	17:46:41 1: appoint adjusters 2 4
	17:46:41 1: appoint tellers 1
	17:46:42 1: item add election Election of a teller
	17:46:44 1: item begin 7
	17:46:45 4: remote alone
	17:46:46 1: nominate Ada Ek
	17:46:48 1: nominate Bo Ask
	17:46:50 1: item candidates 1
	17:46:52 1: item debated
	17:46:54 1: elect Bo Ask
	17:46:58 1: gavel
	17:47:00 1: attest withdraw G4
	17:48:00 1: meeting close
`
