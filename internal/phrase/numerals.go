package phrase

import (
	"strconv"
	"strings"
)

var dutchSmall = map[string]int{"nul": 0, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
	"negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17,
	"achttien": 18, "negentien": 19, "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
	"tachtig": 80, "negentig": 90}

// englishWords are numbers and their words, Ukrainian likewise with their cases.
const englishWords = `0 zero nought|1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven|12 twelve|
13 thirteen|14 fourteen|15 fifteen|16 sixteen|17 seventeen|18 eighteen|19 nineteen|20 twenty|30 thirty|40 forty fourty|50 fifty|
60 sixty|70 seventy|80 eighty|90 ninety`

const ukrainianWords = `0 нуль нуля нулю|1 один одна одне одну одного одному одним одній однієї одною|2 два дві двох двом двома двоє|
3 три трьох трьом трьома троє трійко|4 чотири чотирьох чотирьом чотирма чотирьма четверо|
5 пять пяти пятьох пятьом пятьма пятеро|6 шість шести шістьох шістьом шістьма шестеро|
7 сім семи сімох сімом сьома сімома семеро|8 вісім восьми вісьмох вісьмом вісьма вісьмома восьмеро|
9 девять девяти девятьох девятьом девятьма девятеро|10 десять десяти десятьох десятьом десятьма десятеро|
40 сорок сорока|90 девяносто девяноста|100 сто ста|200 двісті двохсот двомстам двомастами двохстах двісти|
300 триста трьохсот трьомстам трьомастами трьохстах|400 чотириста чотирьохсот чотирьомстам чотирмастами чотирьохстах|
500 пятсот пятисот пятистам пятьмастами пятистах|600 шістсот шестисот шестистам шістьмастами шестистах|
700 сімсот семисот семистам сьомастами семистах|800 вісімсот восьмисот восьмистам восьмастами восьмистах|
900 девятсот девятисот девятистам девятьмастами девятистах`

// ukrainianTens decline alike: двадцять, двадцяти, двадцятьох, двадцятьом, двадцятьма.
var ukrainianTens = map[string]int{"одинадцят": 11, "дванадцят": 12, "тринадцят": 13, "чотирнадцят": 14, "пятнадцят": 15,
	"шістнадцят": 16, "сімнадцят": 17, "вісімнадцят": 18, "девятнадцят": 19, "двадцят": 20, "тридцят": 30, "пятдесят": 50,
	"шістдесят": 60, "сімдесят": 70, "вісімдесят": 80}

var atoms = makeAtoms()

func makeAtoms() map[string]atom {
	made := map[string]atom{}
	for word, value := range dutchSmall {
		made[word] = atom{value: value, languages: dutch, article: word == "een"}
	}
	addRows(made, englishWords, english)
	addRows(made, ukrainianWords, ukrainian)
	for stem, value := range ukrainianTens {
		for _, ending := range strings.Fields("ь и ьох ьом ьма ьома еро") {
			made[stem+ending] = atom{value: value, languages: ukrainian}
		}
		if strings.HasSuffix(stem, "десят") {
			made[stem] = atom{value: value, languages: ukrainian}
		}
	}
	for _, word := range strings.Fields("a an") {
		made[word] = atom{value: 1, languages: english, article: true}
	}
	multipliers(made, 100, dutch, "honderd")
	multipliers(made, 1000, dutch, "duizend")
	multipliers(made, 1_000_000, dutch, "miljoen")
	multipliers(made, 12, dutch, "dozijn dozijnen")
	multipliers(made, 100, english, "hundred")
	multipliers(made, 1000, english, "thousand")
	multipliers(made, 1_000_000, english, "million")
	multipliers(made, 12, english, "dozen dozens")
	multipliers(made, 1000, ukrainian, "тисяча тисячі тисяч тисячу тисячам тисячами тисячею тисячах тис")
	multipliers(made, 1_000_000, ukrainian, "мільйон мільйони мільйонів млн")
	for word, value := range map[string]int{"десяток": 10, "десятка": 10, "десяткам": 10, "десятків": 10, "сотня": 100, "сотню": 100, "дюжина": 12, "дюжину": 12} {
		made[word] = atom{value: value, languages: ukrainian, multiplies: true, about: value != 12}
	}
	return made
}

func addRows(made map[string]atom, rows string, of language) {
	for _, row := range strings.Split(rows, "|") {
		words := strings.Fields(row)
		value, _ := strconv.Atoi(words[0])
		for _, word := range words[1:] {
			made[word] = atom{value: value, languages: of}
		}
	}
}

func multipliers(made map[string]atom, value int, of language, words string) {
	for _, word := range strings.Fields(words) {
		made[word] = atom{value: value, languages: of, multiplies: true}
	}
}
