package meeting

// ofRemote offers what belongs to taking part from elsewhere.
func (o *offering) ofRemote() {
	s := o.s
	if s.remoteAllowed() != nil {
		return
	}
	me := s.remote.people[o.by]
	if me.Applied != 0 {
		o.ofOwnLine(me)
	}
	o.sample(Offer{ID: "remote-apply", Words: []string{"remote", "apply", FieldMark}, Fields: []Field{textField("reason", 1, MaxMotion)}}, sampleText)
	if !o.leads && !o.keeps {
		return
	}
	for _, person := range s.RemotePeople() {
		o.ofApplicant(person, s.remote.people[person])
	}
	if len(s.unconfirmed(0, true)) > 0 && s.speaks(0, o.by) == nil {
		o.command("room-sees-all", true, "room", "sees", "all")
	}
	if len(s.identified()) > 0 {
		for _, person := range s.identified() {
			o.command("room-sees-no", false, "room", "sees", personWord(person), No).Person = person
		}
	}
}

// ofOwnLine offers what one says of one's own end of the line.
func (o *offering) ofOwnLine(me RemoteState) {
	s := o.s
	if me.Identified != 0 && len(s.unconfirmed(o.by, true)) > 0 {
		o.command("remote-sees-all", true, "remote", "sees", "all")
	}
	o.command("remote-back", true, "remote", "back")
	due := me.Granted && (!me.Alone || me.AloneFor != s.current() && s.agenda.current != 0)
	o.command("remote-alone", due, "remote", "alone", Yes)
	o.command("remote-alone-no", false, "remote", "alone", No)
	o.command("remote-lost-av", false, "remote", "lost", LostAV)
	o.command("remote-lost-overheard", false, "remote", "lost", LostOverheard)
}

// ofApplicant offers what chair and secretary do about one who takes part from
// elsewhere, or wants to.
func (o *offering) ofApplicant(person int, r RemoteState) {
	who := personWord(person)
	about := func(f *Offer) { f.Person = person }
	about(o.command("remote-grant", r.Answered == 0, "remote", "grant", who))
	about(o.sample(Offer{ID: "remote-refuse", Words: []string{"remote", "refuse", who, FieldMark}, Fields: []Field{textField("reason", 1, MaxMotion)}}, sampleText))
	about(o.sample(Offer{
		ID: "remote-identify", Words: []string{"remote", "identify", who, FieldMark}, Lead: r.Identified == 0 && !r.InRoom,
		Fields: []Field{textField("code", 1, MaxMotion)},
	}, sampleCode))
	about(o.command("remote-asked", r.Alone && !r.Satisfied, "remote", "asked", who, Yes))
	about(o.command("remote-asked-no", false, "remote", "asked", who, No))
	about(o.command("remote-admit", true, "remote", "admit", who))
	about(o.command("remote-inroom", false, "remote", "inroom", who))
	about(o.command("remote-lost-other", false, "remote", "lost", LostAV, who))
	about(o.command("remote-overheard-other", false, "remote", "lost", LostOverheard, who))
	about(o.command("remote-absent", false, "remote", "absent", who))
}

// sampleCode has the form of a spoken code, and is nobody's.
const sampleCode = "babab-babab"
