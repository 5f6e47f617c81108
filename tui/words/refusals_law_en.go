package words

// englishLaw is as swedishLaw.
var englishLaw = map[string]refusal{
	"A01": {
		"Taking part remotely needs a special reason, and rests on the decision that allows it. Nothing was entered.",
		"Write the reason: remote apply REASON",
	},
	"A02": {
		"Whoever takes part remotely does so only once the chair has admitted the person, with sound and picture in real time. Nothing was entered.",
		"The chair admits the person (remote admit), or enters that the person is in the room (remote inroom).",
	},
	"A03": {
		"All have to see and hear each other on equal terms, and each confirms it for their own part. Nothing was entered.",
		"Whoever is missing confirms picture and sound: remote sees all. For the room the chair does: room sees all",
	},
	"A04": {
		"An application for remote participation has to reach the secretary and the chair in time. Nothing was entered.",
		"Whoever has not applied in time takes part in the room. Ask the chair.",
	},
	"A05": {
		"The chair alone decides who may take part remotely, and no answer is not a yes. Nothing was entered.",
		"Apply with: remote apply REASON. The chair answers (remote grant or remote refuse), and identifies and admits whoever was granted it.",
	},
	"A06": {
		"Whoever takes part remotely has to sit where nobody unauthorised sees or hears, and says so for the meeting and anew for each item with a secret ballot. Nothing was entered.",
		"The person confirms that nobody else sees or hears: remote alone",
	},
	"A11": {
		"The meeting is held at a place with at least one member in the room, and whoever leads the room says who is there. Nothing was entered.",
		"Show yourself to the chair, who enters it: remote inroom PERSON. Without a place, or anybody in the room, nobody can take part remotely.",
	},
	"A13": {
		"Everybody has to be identified reliably: the chair knows face and voice, and hears the two words that the person's own desk shows. Nothing was entered.",
		"Have the person read the words from their desk, and write: remote identify PERSON WORD WORD. If they differ, it is not the person's key.",
	},
	"A14": {
		"While sound or picture is gone the meeting is interrupted, until all take part on equal terms again. Nothing was entered.",
		"When the line is back (remote back), all confirm picture and sound anew. If the meeting is adjourned, the chair resumes it: meeting resume",
	},
	"A15": {
		"An item is decided only when all who take part remotely have the papers that were handed out. Nothing was entered.",
		"Have the person read the paper and acknowledge it: paper got PAPER",
	},
	"A20": {
		"Where a secret ballot can come up, nobody takes part remotely before the guarantees are shown. What is not shown does not hold. Nothing was entered.",
		"See what is missing (gate), mend it, and take the step again. If that cannot be, all take part in the room.",
	},
	"A21": {
		"The chair asks each remote member whether anybody else sees or hears, and has to be satisfied with the answer. Nobody vouches for themselves. Nothing was entered.",
		"Ask the person and enter the answer: remote asked PERSON yes",
	},
	"A22": {
		"Whoever takes part remotely answers for it that nobody else sees or hears. Until that is so, nothing is decided. Nothing was entered.",
		"The person goes where nobody is and says so (remote back), confirms that nobody else sees or hears (remote alone), and the chair asks anew (remote asked).",
	},
	"A24": {
		"Committees and drafting committees meet in one room. The law gives no right to take part remotely there, and no exception can be made. Nothing was entered.",
		"Take part in the room, or have a substitute do so.",
	},
	"A25": {
		"There is no quorum. Of those who are remote, only who is admitted and has sound and picture counts. Nothing was entered.",
		"Wait until more take part, call in substitutes (substitute SEAT), or adjourn: meeting adjourn quorum",
	},
	"KL 4:27": {
		"A dissent is for whoever has taken part in deciding the item, before the meeting is closed. Nothing was entered.",
		"Wait until the item is decided, and write: dissent ITEM. Whoever abstained in the vote has not taken part.",
	},
	"KL 5:13": {
		"A council's meeting has to be announced on the notice board, and everybody summoned, at least a week before the day. The meeting was not opened.",
		"The secretary enters the two days: notice POSTED SUMMONED. If they came too late, the meeting is held on another day.",
	},
	"KL 5:16": {
		"Members take part remotely only if the council (in an association: the statutes) has decided so, and the manifest names the decision. Nothing was entered.",
		"Take part in the room. If there is such a decision, write it into the body's file and make the manifest anew before the meeting.",
	},
	"KL 5:18": {
		"Substitutes serve in the order that is fixed between them. Nothing was entered.",
		"A substitute who has come says so: standby here. The chair calls in who comes first: substitute SEAT",
	},
	"KL 5:20": {
		"Whoever has broken off serving for another reason than disqualification may not serve again on the same day. Nothing was entered.",
		"Call in a substitute: substitute SEAT",
	},
	"KL 5:47": {
		"Whoever is disqualified takes no part in handling the item. Nothing was entered.",
		"Have somebody else do it. If it is the chair, a vice chair takes over: chair PERSON disqualified",
	},
	"KL 5:50": {
		"Motions to table an item or to send it back are put by themselves, before the matter itself, and sending back is given a reason. Nothing was entered.",
		"Put that motion first: question MOTION. To send back is moved with a reason: motion remit REASON",
	},
	"KL 5:53": {
		"A decision is taken in order. The debate is closed. All proposals are put so that they can be answered with yes or no. The chair says what is decided. The gavel falls if nobody asks for a vote. Nothing was entered.",
		"Do the next step in that order: item debated, question, question approved, acclaim, and then gavel or, if a vote was asked for, vote open",
	},
	"KL 5:54": {
		"Votes are open, but for those on elections or the employment of staff: these are secret. Nothing was entered.",
		"Hold the vote that the item asks for: vote open, or for elections and employment ballot open ITEM. If it is under way, wait until it has ended.",
	},
	"KL 5:56": {
		"In a tie the chair has the casting vote, also after abstaining. No result was entered.",
		"The chair gives the casting vote: vote result yes, or vote result no",
	},
	"KL 5:57": {
		"Once the debate is closed, nothing new is moved and nothing is withdrawn. Nothing was entered.",
		"The chair puts the motions that there are: question MOTION [MOTION …]",
	},
	"KL 6:30": {
		"Whoever is disqualified in a board neither takes part in handling the item nor is present. Nothing was entered.",
		"The person leaves their seat and the room while the item is handled, and comes back after it. If it is the chair, a vice chair takes over: chair PERSON disqualified",
	},
	"KL 6:33": {
		"In a board too, tabling and sending back are put by themselves, before the matter itself. Nothing was entered.",
		"Put that motion first: question MOTION",
	},
	"87.1.4": {
		"By the Danish ministry's statement 87.1.4 a Danish council does not vote in secret. Nothing was entered.",
		"Hold an open vote by name: vote open",
	},
}
