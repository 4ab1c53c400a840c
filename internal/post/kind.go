package post

import (
	"regexp"
	"strings"
)

var (
	bounceSubject = regexp.MustCompile(`(?i)^\W*(undeliver|undelivered|onbestelbaar|niet bezorgd|delivery (status|failure|has failed|incomplete|report)|mail delivery (fail|system|problem|subsystem)|mail system error|` +
		`returned mail|failure notice|failed mail|failed delivery|message (not|could not be) delivered|(your )?message (to .{1,80} )?(was )?undeliver|unzustellbar|non remis|échec de la remise|` +
		`не доставлено|повідомлення не доставлено|недоставлен|warning: (could not send|message .{1,40} delayed)|bericht kan niet worden bezorgd|mislukte bezorging|bezorging mislukt|nondeliverable|` +
		`nondelivery|non-delivery|delivery notification|delivery delayed|email delivery failure|returned to sender|returning to sender|automatically rejected mail|user unknown|mail could not be delivered|unable to deliver|` +
		`could not send message|rejected:|dsn:|\[?bounce|不達|配信不能|エラー)`)
	robots     = regexp.MustCompile(`(?i)^(mailer-?daemon|post[_-]?master|mail-?daemon|mdaemon|mailerdaemon|mail_?deliver[a-z]*|bounces?|microsoftexchange[0-9a-f]*|system-?administrator|mmdf|root)([+=-].*)?$`)
	daemon     = regexp.MustCompile(`(?i)^mailer-?daemon$`)
	bounceBody = regexp.MustCompile(`(?i)(this is the qmail-send program|created automatically by (the )?mail delivery|mail delivery software|this is the mail (system|delivery)|could not be delivered|` +
		`delivery to the following recipients? (has )?(been delayed|failed)|uw bericht (is niet|kon niet|kan niet)|de volgende geadresseerde|undeliverable|permanent(ly)? (fatal )?(error|fail)|recipient address rejected|user unknown|` +
		`couldn't be delivered|was not delivered|did not reach the following|transcript of session follows|returned mail|не вдалося доставити|unable to deliver|mailbox (is )?(full|unavailable)|550[ -]|5\.[0-9]\.[0-9])`)
	replySubject = regexp.MustCompile(`(?i)^\W*((re|aw|antw):\s*)?(automatisch(e)? (antwoord|beantwoord|bericht)|auto(matic|mated|matische|matisch)?[ -]?(reply|response|antwort|antwoord)|autoreply|autoresponse|out of (the )?office|out of office|` +
		`afwezig\b|afwezigheid(s?(bericht|melding|assistent))?\s*(:|$)|niet aanwezig|buiten kantoor|vakantie(bericht|melding)|ik ben (er niet|afwezig|op vakantie)|vacation (message|reply|notice|response|auto)|on (vacation|holiday|leave)\b|away from (the |my )?(office|desk|mail|e-mail)|abwesen|abwesenheit|automatische antwort|nicht im büro|réponse automatique|` +
		`absence du bureau|absence\s*:|absent du|message d'absence|автоматична відповідь|автовідповідь|автоматический ответ|автоответ|відсутн(ій|я)\b|відсутність (на|в|у)\b|у відпустці|поза офісом|ontvangstbevestiging|read:|gelezen:|niet gelezen:|not read:|自動応答|不在)`)
)

// kindOf tells what sort of mail a letter is. Fields that programs write for that
// purpose come first, words second.
func kindOf(root *part, letter *Letter, made *composer) Kind {
	fields := root.head
	report := strings.ToLower(root.params["report-type"])
	switch {
	case isBounce(root, letter, report):
		return Bounce
	case isAutomatic(fields, letter, report):
		return AutoReply
	case made.invitation || strings.Contains(strings.ToLower(fields.get("content-class")), "calendarmessage"):
		return Calendar
	case isBulk(fields):
		return Bulk
	}
	return Ordinary
}

func isBounce(root *part, letter *Letter, report string) bool {
	fields := root.head
	if isReport(root, report) {
		return true
	}
	local, _, _ := strings.Cut(letter.From.Email, "@")
	robot := robots.MatchString(local) || strings.Contains(strings.ToLower(letter.From.Name), "mail delivery") || strings.EqualFold(letter.From.Name, "mailer-daemon")
	empty := isNullPath(fields)
	subject := bounceSubject.MatchString(letter.Subject)
	signs := 0
	if daemon.MatchString(local) {
		signs++ // nobody else has this name
	}
	for _, sign := range []bool{robot, empty, subject} {
		if sign {
			signs++
		}
	}
	if signs == 1 && bounceBody.MatchString(letter.Text[:min(len(letter.Text), 4000)]) {
		signs++
	}
	return signs >= 2 && !replySubject.MatchString(letter.Subject)
}

// isReport tells of mail in the form of RFC 3464, or close to it.
func isReport(root *part, report string) bool {
	known := report == "" || report == "delivery-status" || report == "feedback-report"
	return root.media == "multipart/report" && known || root.head.has("x-failed-recipients") || hasPart(root, "message/delivery-status")
}

// hasPart looks for a part of that type in the mail itself, not in messages in it.
func hasPart(p *part, media string) bool {
	if p.media == media {
		return true
	}
	for _, child := range p.children {
		if hasPart(child, media) {
			return true
		}
	}
	return false
}

func isAutomatic(fields head, letter *Letter, report string) bool {
	if submitted, _ := parameters(fields.get("auto-submitted")); submitted != "" && submitted != "no" {
		return true
	}
	switch {
	case report == "disposition-notification",
		fields.has("x-autoreply"), fields.has("x-autorespond"), fields.has("x-autoresponder"), fields.has("x-autogenerated"), fields.has("x-auto-reply-from"),
		fields.has("x-mail-autoreply"), strings.EqualFold(fields.get("precedence"), "auto_reply"), strings.Contains(strings.ToLower(fields.get("x-post-messageclass")), "autoresponder"):
		return true
	}
	return replySubject.MatchString(letter.Subject)
}

// isBulk tells of newsletters. A list people write to is none: an offer may well
// come over the address of a group.
func isBulk(fields head) bool {
	switch strings.ToLower(fields.get("precedence")) {
	case "bulk", "junk":
		return true
	}
	return (fields.has("list-unsubscribe") || fields.has("list-id")) && !isList(fields)
}

func isList(fields head) bool {
	return fields.has("list-post") || fields.has("x-mailing-list") || strings.EqualFold(fields.get("precedence"), "list")
}

// isSilent tells of mail that asks for no answer by how it came (RFC 3834, section
// 2; X-Auto-Response-Suppress of MS-OXCMAIL), whoever wrote it: a program that says
// no more of itself, or a person over a list.
func isSilent(fields head) bool {
	suppress := strings.ToLower(fields.get("x-auto-response-suppress"))
	return isList(fields) || strings.Contains(suppress, "all") || strings.Contains(suppress, "autoreply") || strings.Contains(suppress, "oof") || isNullPath(fields)
}

func isNullPath(fields head) bool {
	return fields.has("return-path") && strings.Trim(fields.get("return-path"), "<> ") == ""
}
