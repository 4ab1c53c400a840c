package phrase

import "strings"

// The spellers write a number below ten thousand in words, the other way round
// from the reader and from lists of their own.

func spellDutch(n int) string {
	small := strings.Fields("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien")
	tens := strings.Fields("- - twintig dertig veertig vijftig zestig zeventig tachtig negentig")
	switch {
	case n < 20:
		return small[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100 && (n%10 == 2 || n%10 == 3):
		return small[n%10] + "ën" + tens[n/10]
	case n < 100:
		return small[n%10] + "en" + tens[n/10]
	case n < 1000:
		return strings.TrimPrefix(small[n/100], "een") + "honderd" + restOf(n%100, spellDutch, "")
	}
	return strings.TrimPrefix(small[n/1000], "een") + "duizend" + restOf(n%1000, spellDutch, "")
}

func spellEnglish(n int) string {
	small := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	switch {
	case n < 20:
		return small[n]
	case n < 100:
		return tens[n/10] + restOf(n%10, spellEnglish, "-")
	case n < 1000:
		return small[n/100] + " hundred" + restOf(n%100, spellEnglish, " and ")
	}
	return small[n/1000] + " thousand" + restOf(n%1000, spellEnglish, " ")
}

func spellUkrainian(n int) string {
	small := strings.Split("нуль,один,два,три,чотири,п’ять,шість,сім,вісім,дев’ять,десять,одинадцять,дванадцять,тринадцять,чотирнадцять,п’ятнадцять,шістнадцять,сімнадцять,вісімнадцять,дев’ятнадцять", ",")
	tens := strings.Fields("- - двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто")
	hundreds := strings.Fields("- сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот")
	thousands := strings.Split("-,тисяча,дві тисячі,три тисячі,чотири тисячі,п’ять тисяч,шість тисяч,сім тисяч,вісім тисяч,дев’ять тисяч", ",")
	switch {
	case n < 20:
		return small[n]
	case n < 100:
		return tens[n/10] + restOf(n%10, spellUkrainian, " ")
	case n < 1000:
		return hundreds[n/100] + restOf(n%100, spellUkrainian, " ")
	}
	return thousands[n/1000] + restOf(n%1000, spellUkrainian, " ")
}

func restOf(n int, spell func(int) string, join string) string {
	if n == 0 {
		return ""
	}
	return join + spell(n)
}
