package freshness

import "onderdak/internal/platform/gate"

// Mails, answers and other contacts, sealed change by change: whoever forged a
// link could take places away. How to reach somebody is left out where it is
// erased later, and no digest of it is kept.
var (
	keptMails     = gate.Kept{Table: "freshness_mail", Key: "id", Fields: `id, digest, asked_at, expires_at`}
	keptQuestions = gate.Kept{Table: "freshness_question", Key: "mail", Fields: `mail, location`,
		Lock: `UPDATE freshness_mail SET id = id WHERE id = $1`}
	keptAnswers = gate.Kept{Table: "freshness_answer", Key: "id",
		Fields: `id, mail, location, kind, places, from_night, until_night, lowered, raised, at`}
	keptTold = gate.Kept{Table: "freshness_contact", Key: "id", Fields: `id, location, told_at, ended_at, ended_by, taken`}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptMails, keptQuestions, keptAnswers, keptTold}
