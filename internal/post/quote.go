package post

import (
	"regexp"
	"strings"
)

// The lines with which mail programs begin what they quote or forward, in the
// languages people write to Dutch authorities.
var (
	dividers = []string{"oorspronkelijk bericht", "origineel bericht", "doorgestuurd bericht", "oorspronkelijke e-mail", "oorspronkelijk e-mailbericht",
		"original message", "forwarded message", "original appointment", "forwarded by", "ursprüngliche nachricht", "weitergeleitete nachricht", "message d'origine",
		"message original", "message transféré", "mensaje original", "оригінальне повідомлення", "вихідне повідомлення", "початкове повідомлення",
		"переслане повідомлення", "пересланное сообщение", "исходное сообщение", "пересылаемое сообщение", "original email"}
	begins = []string{"begin doorgestuurd bericht", "begin forwarded message", "doorgestuurd bericht", "anfang der weitergeleiteten nachricht",
		"début du message réexpédié", "початок переспрямованого повідомлення", "початок переадресованого повідомлення"}
	senders = []string{"van", "from", "von", "de", "від", "от"}
	headers = []string{"verzonden", "datum", "aan", "cc", "onderwerp", "sent", "date", "to", "subject", "gesendet", "an", "betreff", "envoyé", "à", "objet",
		"надіслано", "дата", "кому", "копія", "тема", "отправлено", "verzonden op"}
	openers = []string{"op ", "on ", "am ", "le ", "em ", "il ", "el ", "den ", "пн", "вт", "ср", "чт", "пт", "сб", "нд", "вс"}
	verbs   = []string{"schreef", "geschreven", "wrote", "schrieb", "a écrit", "escribió", "ha scritto", "skrev", " пише", "написав", "написала", "написал", "пишет"}
	moment  = regexp.MustCompile(`\d[:.]\d\d|@`)
	rule    = regexp.MustCompile(`^\s*[_-]{10,}\s*$`)
)

const longestHeading = 400 // bytes of a line that begins a quotation

// quoteStart gives the place in a text where quoted or forwarded mail begins, its
// length where there is none. Below that place its writer says no more: an answer
// written below or between quotations belongs to what comes before.
func quoteStart(text string) int {
	marked := -1   // where the last run of quoted lines begins, with its attribution
	proposed := -1 // where an attribution stands that quoted lines may follow
	waiting := 0   // lines since then
	bare := -1     // the first attribution with a date or an address
	ruled := -1    // a ruled line right above
	for at := 0; at < len(text); {
		rest := text[at:]
		line, size := firstLine(rest)
		switch {
		case line == "":
		case line[0] == '>':
			if marked < 0 {
				marked = at
				if proposed >= 0 {
					marked = proposed
				}
			}
			proposed, bare = -1, -1 // what is quoted has marks
		case startsForward(rest):
			return firstOf(marked, ruled, at)
		default:
			marked, ruled = -1, -1
			if len(line) < 100 && rule.MatchString(line) {
				ruled = at
			}
			if found := attributed(rest); found != "" && (proposed < 0 || waiting > 2) { // not its second line
				proposed, waiting = at, 0
				if bare < 0 && moment.MatchString(found) {
					bare = at
				}
			}
		}
		if waiting++; waiting > 5 {
			proposed = -1
		}
		at += size
	}
	return firstOf(marked, bare, len(text))
}

func firstOf(places ...int) int {
	for _, place := range places {
		if place >= 0 {
			return place
		}
	}
	return -1
}

// firstLine gives the first line without the space around it, and its whole size.
func firstLine(text string) (line string, size int) {
	size = strings.IndexByte(text, '\n') + 1
	if size == 0 {
		size = len(text)
	}
	return strings.TrimSpace(text[:size]), size
}

// startsForward tells of a line below which everything is quoted: a divider, or
// the first line of a heading of sender, date and addressee.
func startsForward(text string) bool {
	line, size := firstLine(text)
	if len(line) > longestHeading {
		return false
	}
	words := strings.Trim(line, "-—–=*>_ \t")
	if len(words) < len(line) && startsWith(words, dividers) && strings.HasPrefix(strings.TrimLeft(line, "*>_ "), "--") {
		return true
	}
	if strings.HasSuffix(line, ":") && startsWith(words, begins) {
		return true
	}
	sender, others := 0, 0
	for range 8 {
		switch {
		case len(line) > longestHeading:
		case isHeading(line, senders):
			sender++
		case isHeading(line, headers):
			others++
		case sender+others == 0:
			return false
		}
		text = text[size:]
		line, size = firstLine(text)
	}
	return sender > 0 && others >= 2
}

// isHeading tells of "Name: value" with one of the names, perhaps in bold.
func isHeading(line string, names []string) bool {
	name, value, ok := strings.Cut(strings.TrimLeft(line, "*_> "), ":")
	name = strings.ToLower(strings.Trim(name[:min(len(name), 40)], "*_ "))
	if !ok || strings.Trim(value, "*_ ") == "" && name != "cc" {
		return false
	}
	for _, known := range names {
		if name == known {
			return true
		}
	}
	return false
}

func startsWith(text string, beginnings []string) bool {
	folded := strings.ToLower(text)
	for _, beginning := range beginnings {
		if strings.HasPrefix(folded, beginning) {
			return true
		}
	}
	return false
}

// attributed gives the line like "On … wrote:" that begins here, "" for none. Mail
// programs break it into up to three.
func attributed(text string) string {
	joined := ""
	for range 3 {
		line, size := firstLine(text)
		if line == "" || len(joined)+len(line) > longestHeading {
			return ""
		}
		joined = strings.TrimSpace(joined + " " + line)
		if strings.HasSuffix(line, ":") {
			return attribution(joined)
		}
		if !startsWith(joined[:min(len(joined), 8)], openers) && !strings.ContainsAny(joined, "<@") {
			return ""
		}
		text = text[size:]
	}
	return ""
}

// attribution gives the line where it says who wrote, and when or from where.
func attribution(line string) string {
	folded := strings.ToLower(line)
	if strings.HasSuffix(line, ">:") && moment.MatchString(line) && strings.Contains(line, "@") {
		return line // a date and an address
	}
	for _, verb := range verbs {
		if at := strings.Index(folded, verb); at > 3 && (strings.ContainsAny(folded, "0123456789@<") || len(folded)-at < len(verb)+12) {
			return line
		}
	}
	return ""
}
