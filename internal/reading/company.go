package reading

import (
	"slices"
	"strings"

	"onderdak/internal/phrase"
)

// People are not only counted, they are also said by who they are: "a mother with
// two children" is three persons, "two adults and three children" five, "родина з
// чотирьох осіб" one family of four.

// oneAdult are words for one grown person in whose company children are.
var oneAdult = setOf(`mother mum mom mama mommy lady woman father dad parent grandmother granny grandfather widow
	мама маму мами мамі мамою матір мати матері матірю жінка жінку жінці жінкою бабуся бабусю бабусі бабусею тато тата батько батька`)

// twoAdults are words for two grown people together.
var twoAdults = setOf(`couple подружжя`)

// adults are words for grown people that have a number before them.
var adults = setOf(`adult adults woman women man men mother mothers mum mums lady ladies дорослий дорослого дорослі дорослих дорослим дорослими жінка жінки жінок жінкам жінками чоловіки чоловіків чоловікам мами мам мамам`)

// young are words for children; of them, oneYoung is one without a number.
var (
	young = setOf(`child children kid kids baby babies toddler toddlers son sons daughter daughters teenager teenagers teen teens infant infants minors
	дитина дитину дитиною дитині дитини діти дітей дітьми дітям діток дітками дітки сини синів синами доньки доньок доньками дочками немовля немовлят підлітки підлітків підлітками малюків малюками`)
	oneYoung = setOf(`child kid baby toddler son daughter teenager infant дитина дитину дитиною дитині дитям сина сином синочком доньку донькою донечкою дочкою немовлям немовля малюком підлітком`)
)

var (
	joinsCompany = setOf(`with and plus + & , з із зі та і й`)
	ownChildren  = setOf(`a an her his their my one однією одним одну up to small little young teenage newborn малою маленькою малим маленькими малими своїми своєю неповнолітніми`)
	articlesOne  = setOf(`a an one single young elderly ukrainian`)
	// ofWriters are words before people who write, not who are taken in.
	ofWriters = setOf(`am are is i'm we're я ми м're as`)
	takesIn   = setOf(`for take in host welcome accommodate shelter house receive invite для прийняти взяти запросити поселити розмістити прийму прихистити`)
)

// companies finds the people of a segment who are said by who they are, in order.
func (d *document) companies(s segment) []count {
	var found []count
	for i := s.from; i < s.to; i++ {
		if d.tokens[i].kind != wordToken && d.tokens[i].kind != digitToken {
			continue
		}
		if c, ok := d.companyAt(i, s); ok {
			found = append(found, c)
			i = c.to - 1
		}
	}
	return found
}

// companyAt reads the people whose first word, or number, stands at a token.
func (d *document) companyAt(i int, s segment) (count, bool) {
	n, next, alone := 0, i+1, false
	fold := d.tokens[i].fold
	switch {
	case oneAdult[fold] && d.guests(i, s):
		n = 1
	case twoAdults[fold] && d.guests(i, s) && !d.is(i+1, "of"):
		n, alone = 2, d.takenIn(i, s)
	default:
		a, ok := d.amountAt(i)
		if !ok || a.Low != a.High || a.Low == 0 || !adults[foldWord(a.Noun)] {
			return count{}, false
		}
		n, next = a.Low, d.tokenAt(a.End)
	}
	children, to := d.childrenAt(next, s, n == 1 || twoAdults[fold])
	if children == 0 && !alone {
		return count{}, false
	}
	c := count{from: i, to: max(to, next), noun: personNoun, score: 3, company: true}
	c.nounEnd = c.to
	c.Amount = phrase.Amount{Span: phrase.Span{Start: d.tokens[i].Start, End: d.tokens[c.to-1].End}, Kind: phrase.Count, Low: n + children, High: n + children}
	return c, true
}

// guests tells whether a word for one grown person speaks of somebody to take in:
// English has an article before it, and "I am a mother of two" is the writer.
func (d *document) guests(i int, s segment) bool {
	article := isCyrillic(d.tokens[i].fold)
	for at := i - 1; at >= max(s.from, i-4); at-- {
		if ofWriters[d.tokens[at].fold] {
			return false
		}
		article = article || articlesOne[d.tokens[at].fold] && at >= i-2
	}
	return article
}

// takenIn tells whether words before two people say that they are taken in.
func (d *document) takenIn(i int, s segment) bool {
	for at := i - 1; at >= max(s.from, i-4); at-- {
		if takesIn[d.tokens[at].fold] {
			return true
		}
	}
	return false
}

// childrenAt reads "with two children" and gives the number of children and the
// token behind them; 0 where none are said. "Sixty women with children" has no
// number.
func (d *document) childrenAt(i int, s segment, single bool) (n, to int) {
	if i >= s.to || !joinsCompany[d.tokens[i].fold] || !single && d.is(i, "with", "з", "із", "зі") {
		return 0, i
	}
	for i++; i < s.to && (joinsCompany[d.tokens[i].fold] || ownChildren[d.tokens[i].fold]); i++ {
		if a, ok := d.amountAt(i); ok && young[foldWord(a.Noun)] {
			break
		}
	}
	if i >= s.to {
		return 0, i
	}
	if a, ok := d.amountAt(i); ok && a.High > 0 && young[foldWord(a.Noun)] {
		return max(a.Low, a.High), min(s.to, d.tokenAt(a.End))
	}
	if oneYoung[d.tokens[i].fold] {
		return 1, i + 1
	}
	return 0, i
}

// amountAt gives the amount that begins at a token.
func (d *document) amountAt(i int) (phrase.Amount, bool) {
	start := d.tokens[i].Start
	at, found := slices.BinarySearchFunc(d.amounts, start, func(a phrase.Amount, start int) int { return a.Start - start })
	if !found {
		return phrase.Amount{}, false
	}
	return d.amounts[at], true
}

// withCompanies puts companies in the place of the amounts they were made of.
func withCompanies(found, companies []count) []count {
	if len(companies) == 0 {
		return found
	}
	kept := found[:0]
	for _, c := range found {
		if !slices.ContainsFunc(companies, func(o count) bool { return c.Start < o.End && c.End > o.Start }) {
			kept = append(kept, c)
		}
	}
	if slices.ContainsFunc(kept, func(c count) bool { return c.score >= 3 }) {
		for i := range companies {
			companies[i].score -= 0.8 // "two rooms, for instance for a mother with a child"
		}
	}
	kept = append(kept, companies...)
	slices.SortFunc(kept, func(a, b count) int { return a.from - b.from })
	return kept
}

// oneFamily are words for one family, in the cases in which a number follows.
var oneFamily = setOf(`family household сім'я сім'ю сім'ї сім'єю сімю родина родину родини родині родиною семью семья семьи`)

// asFamily takes "родина з чотирьох осіб", "family of 4" for one family of so many.
func (d *document) asFamily(c *count, s segment) {
	if c.noun != personNoun && c.noun != noNoun || c.Low == 0 || c.Low != c.High || c.Low > 20 || c.Per != "" {
		return
	}
	at := c.from - 1
	if !d.is(at, "of", "з", "із", "зі", "на", "(", "по", "из") {
		return
	}
	at--
	if at < s.from || !oneFamily[d.tokens[at].fold] || d.numberBefore(at, s) {
		return
	}
	c.each, c.Low, c.High, c.noun, c.Article = c.Low, 1, 1, familyNoun, false
	c.from, c.Start = at, d.tokens[at].Start
}

// numberBefore tells whether a number stands before a word: "дві родини".
func (d *document) numberBefore(i int, s segment) bool {
	for at := i - 1; at >= max(s.from, i-3); at-- {
		if a, ok := d.amountAt(at); ok && !a.Article && a.End >= d.tokens[i].Start {
			return true
		}
	}
	return false
}

var (
	// homes are dwellings of which rooms are told as a feature.
	homes = setOf(`house home flat apartment villa cottage farmhouse bungalow guesthouse annex annexe loft maisonette townhouse
	будинок будинку будиночок дім домі хата хату квартира квартиру квартирі вілла віллу котедж`)
	fitted = setOf(`has have with of with contains offers on на з із має мають та is a`)
)

// isFeature tells whether rooms are told as a feature of one home: "a house with
// three bedrooms", "будинок на три спальні", "a four-bedroom villa". Who lives there
// decides then, not the number of rooms.
func (d *document) isFeature(c *count, s segment) bool {
	if c.noun != roomNoun || c.Low > 12 || c.each > 0 {
		return false
	}
	noun := d.fold(c.nounEnd - 1)
	if c.Low > 1 && strings.HasSuffix(noun, "-bedroom") {
		return true
	}
	bedrooms := strings.HasPrefix(noun, "bedroom") || strings.HasPrefix(noun, "спал")
	for at := c.from - 1; bedrooms && at >= max(s.from, c.from-15); at-- {
		if homes[d.tokens[at].fold] {
			return true
		}
	}
	linked := false
	for at := c.from - 1; at >= max(s.from, c.from-6); at-- {
		if homes[d.tokens[at].fold] {
			return linked
		}
		linked = linked || fitted[d.tokens[at].fold]
	}
	return false
}
