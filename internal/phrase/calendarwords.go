package phrase

import "strings"

const monthRows = `januari january jan січень січня січні січ января|februari february feb febr лютий лютого лютому лют февраля|
maart march mrt mar maa березень березня березні бер марта|april apr квітень квітня квітні кві квіт апреля|mei may травень травня травні тра трав мая|
juni june jun червень червня червні чер черв июня|juli july jul липень липня липні лип июля|augustus august aug серпень серпня серпні сер серп августа|
september sep sept вересень вересня вересні вер верес сентября|oktober october okt oct жовтень жовтня жовтні жов жовт октября|
november nov листопад листопада листопаді лис ноября|december dec грудень грудня грудні гру груд декабря`

const weekdayRows = `maandag monday ma maa mon понеділок понеділка понеділку понеділком пн понедельник понедельника|dinsdag tuesday di dins tue tues вівторок вівторка вівторку вт вторник вторника|
woensdag wednesday wo woe woens wed середа середу середи середі ср среда среды среду|donderdag thursday do don dond thu thur thurs четвер четверга чт|
vrijdag friday vr vrij fri пятниця пятницю пятниці пт пятница пятницы пятницу|zaterdag saturday za zat zater sat субота суботу суботи суботі сб суббота субботы субботу|
zondag sunday zo zon sun неділя неділю неділі нд воскресенье воскресенья`

const ordinalRows = `1 eerste first перше першого перший першому|2 tweede second друге другого|3 derde third третє третього|4 vierde fourth четверте четвертого|
5 vijfde fifth пяте пятого|6 zesde sixth шосте шостого|7 zevende seventh сьоме сьомого|8 achtste eighth восьме восьмого|9 negende ninth девяте девятого|
10 tiende tenth десяте десятого|11 elfde eleventh одинадцяте одинадцятого|12 twaalfde twelfth дванадцяте дванадцятого|
13 dertiende thirteenth тринадцяте тринадцятого|14 veertiende fourteenth чотирнадцяте чотирнадцятого|15 vijftiende fifteenth пятнадцяте пятнадцятого|
16 zestiende sixteenth шістнадцяте шістнадцятого|17 zeventiende seventeenth сімнадцяте сімнадцятого|18 achttiende eighteenth вісімнадцяте вісімнадцятого|
19 negentiende nineteenth девятнадцяте девятнадцятого|20 twintigste twentieth двадцяте двадцятого|21 eenentwintigste twenty-first|
22 tweeentwintigste|23 drieentwintigste|24 vierentwintigste|25 vijfentwintigste|26 zesentwintigste|27 zevenentwintigste|28 achtentwintigste|
29 negenentwintigste|30 dertigste thirtieth тридцяте тридцятого|31 eenendertigste`

var (
	months   = numbered(monthRows)
	weekdays = numbered(weekdayRows)
	ordinals = ordinalTable()
)

func numbered(rows string) map[string]int {
	made := map[string]int{}
	for i, row := range strings.Split(rows, "|") {
		for _, w := range strings.Fields(row) {
			made[w] = i + 1
		}
	}
	return made
}

func ordinalTable() map[string]int {
	made := map[string]int{}
	for _, row := range strings.Split(ordinalRows, "|") {
		words := strings.Fields(row)
		value := 0
		for _, r := range words[0] {
			value = value*10 + int(r-'0')
		}
		for _, w := range words[1:] {
			made[w] = value
		}
	}
	return made
}
