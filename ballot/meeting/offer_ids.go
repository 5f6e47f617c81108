package meeting

// OfferIDs are all ids that offers can have: the screens need words for each.
func OfferIDs() []string {
	return []string{
		"acclaim", "acclaim-no", "appoint-adjusters", "appoint-tellers", "attest", "attest-withdraw",
		"chair-absent", "chair-back", "chair-disqualified", "chair-elected", "chair-line", "chair-oldest", "dissent", "elect", "gavel",
		"item-add", "item-add-elect", "item-aside", "item-begin", "item-begin-other", "item-candidates", "item-debated", "item-end", "item-returned",
		"jav", "jav-other", "meeting-adjourn", "meeting-close", "meeting-open", "meeting-resume", "meeting-rollcall",
		"motion-main", "motion-refuse", "motion-reject", "motion-remit", "motion-table", "motion-withdraw", "no-jav", "nominate", "notice", "paper-got",
		"question", "question-approved", "question-formal", "question-one",
		"remote-absent", "remote-admit", "remote-alone", "remote-alone-no", "remote-apply", "remote-asked", "remote-asked-no", "remote-back",
		"remote-grant", "remote-identify", "remote-inroom", "remote-lost-av", "remote-lost-other", "remote-lost-overheard", "remote-overheard-other",
		"remote-refuse", "remote-sees-all", "room-sees-all", "room-sees-no", "standby-gone", "standby-here", "substitute",
		"speak-ask", "speak-ask-order", "speak-ask-reply", "speak-drop", "speak-drop-other", "speak-end", "speak-give", "speak-give-other",
		"speak-line", "speak-line-off", "vote-abstain", "vote-ask", "vote-for", "vote-no", "vote-open", "vote-result", "vote-result-no", "vote-result-yes", "vote-void", "vote-yes",
	}
}
