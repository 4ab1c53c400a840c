package post

import "strings"

// authenticate reads what our own server says of the sender (RFC 8601). Only the
// topmost block of its results counts: what stands below the fields of the sender,
// or below a server that is not ours, anybody can have written.
func (s *scanner) authenticate(fields head, from Address, trusted string) Auth {
	trusted = strings.ToLower(strings.TrimSpace(trusted))
	if trusted == "" {
		return Unknown
	}
	verdict, begun, over := Unknown, false, false
	for _, field := range fields {
		switch field.name {
		case "authentication-results":
			server, results := authResults(field.value)
			switch {
			case server != trusted:
				over = over || begun
			case over:
				s.warn(ForgedAuth, "")
			default:
				begun = true
				if verdict == Unknown {
					verdict = dmarc(results, from)
				}
			}
		case "received":
			over = over || begun || !receivedBy(field.value, trusted)
		case "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "dkim-signature", "cc", "reply-to", "sender":
			over = true
		}
	}
	if verdict == Verified && (len(fields.all("from")) != 1 || len(s.addresses(fields.get("from"))) != 1) {
		return Unknown // which of them was meant?
	}
	return verdict
}

// authResults takes a field apart: the server that wrote it and its results, each
// without comments.
func authResults(value string) (server string, results []string) {
	parts := strings.Split(withoutComments(value), ";")
	words := strings.Fields(parts[0])
	if len(words) == 0 {
		return "", nil
	}
	return strings.ToLower(strings.Trim(words[0], `"`)), parts[1:]
}

// withoutComments drops comments and the inside of quoted strings: neither can
// hold a result.
func withoutComments(value string) string {
	var out strings.Builder
	depth, quoted := 0, false
	for at := 0; at < len(value); at++ {
		char := value[at]
		switch {
		case char == '\\' && (quoted || depth > 0):
			at++
		case char == '"' && depth == 0:
			quoted = !quoted
			out.WriteByte('"')
		case quoted:
			if char != ';' && char != '=' {
				out.WriteByte(char)
			}
		case char == '(':
			depth++
		case char == ')' && depth > 0:
			depth--
			out.WriteByte(' ')
		case depth == 0:
			out.WriteByte(char)
		}
	}
	return out.String()
}

// dmarc reads the result for the domain of From.
func dmarc(results []string, from Address) Auth {
	for _, result := range results {
		words := strings.Fields(strings.ToLower(strings.ReplaceAll(result, " =", "=")))
		if len(words) == 0 {
			continue
		}
		method, verdict, ok := strings.Cut(words[0], "=")
		method, _, _ = strings.Cut(method, "/")
		if !ok || method != "dmarc" {
			continue
		}
		switch verdict {
		case "fail":
			return Failed
		case "pass":
			if alignedWith(words[1:], from) {
				return Verified
			}
		}
		return Unknown
	}
	return Unknown
}

// alignedWith tells whether the domain that passed is the one people see.
func alignedWith(properties []string, from Address) bool {
	_, domain, _ := strings.Cut(from.Email[max(0, strings.LastIndexByte(from.Email, '@')):], "@")
	for _, property := range properties {
		if name, value, ok := strings.Cut(property, "="); ok && name == "header.from" {
			value = strings.Trim(value, `"`)
			if at := strings.LastIndexByte(value, '@'); at >= 0 {
				value = value[at+1:]
			}
			return domain != "" && domainASCII(value) == domain
		}
	}
	return false
}

// receivedBy tells whether a Received field is of the trusted server's own domain.
func receivedBy(value, trusted string) bool {
	words := strings.Fields(strings.ToLower(withoutComments(value)))
	for at, word := range words {
		if word == "by" && at+1 < len(words) {
			return siteOf(strings.TrimRight(words[at+1], ";.")) == siteOf(trusted)
		}
	}
	return false
}

// siteOf gives the last two labels of a host.
func siteOf(host string) string {
	labels := strings.Split(host, ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}
