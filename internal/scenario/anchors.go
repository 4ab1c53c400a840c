package scenario

import "onderdak/internal/calendar"

// Anchor is a reported national figure.
type Anchor struct {
	Night    calendar.Night
	Beds     int // places that stand ready in municipal reception, the rung "realised"
	Occupied int // of those in use; 0 where the source does not tell
	Source   string
}

// anchors are the national figures of spring and summer 2022 the scenario
// follows: of the Ministry of Justice and Security and the Veiligheidsberaad
// (the safety regions together), as quoted in the press.
var anchors = []Anchor{
	{night("2022-03-08"), 2000, 1400, "De Telegraaf, letter of the minister"},
	{night("2022-03-14"), 18000, 7000, "nieuws.nl, Veiligheidsberaad"},
	{night("2022-03-18"), 23000, 0, "NRC"},
	{night("2022-03-24"), 26000, 0, "BN DeStem"},
	{night("2022-04-11"), 42000, 28000, "Trouw"},
	{night("2022-04-25"), 42374, 31782, "nieuws.nl"},
	{night("2022-05-06"), 45314, 35450, "nu.nl"},
	{night("2022-05-12"), 45162, 35684, "Nederlands Dagblad"},
	{night("2022-05-27"), 49393, 40522, "nieuws.nl"},
	{night("2022-08-15"), 60000, 57000, "Nederlands Dagblad"},
}

// Reference is the night the scenario stands still at: 25 April 2022, the one
// day of that spring for which both beds and occupancy were reported exactly.
var Reference = night("2022-04-25")

// Anchors gives the national figures the scenario is calibrated on, by night.
func Anchors() []Anchor { return append([]Anchor(nil), anchors...) }

func night(text string) calendar.Night { return calendar.MustParse(text) }

// bedsOn interpolates the reported beds for a night, before scaling.
func bedsOn(n calendar.Night) int {
	if n < anchors[0].Night {
		return 0
	}
	for i, next := range anchors[1:] {
		before := anchors[i]
		if n < next.Night {
			days, span := int(n-before.Night), int(next.Night-before.Night)
			return before.Beds + (next.Beds-before.Beds)*days/span
		}
	}
	return anchors[len(anchors)-1].Beds
}

// regionReported holds the places regions reported on 22 March 2022, those
// announced for the days after included (nieuws.nl/utrecht). Limburg reported
// its two regions together; they are split by inhabitants.
var regionReported = map[string]int{
	"VR02": 2100, // 600 and 1,500 within the week
	"VR09": 2505,
	"VR10": 1900,
	"VR11": 900,
	"VR16": 1300, // 500 and 800 the next week
	"VR23": 938,
	"VR24": 1062,
}

// reportedNationally is what those figures are a part of: the 26,000 places of
// 24 March and the 2,300 announced.
const reportedNationally = 28300

// regionFull holds how many of a hundred open places are in use on the
// reference night. The order of VR02, VR09, VR10, VR11 and VR16 is that of
// 22 March 2022 (nieuws.nl/utrecht); no source has the others, they are ours:
// the west full, the edges of the country with room.
var regionFull = map[string]int{
	"VR01": 93, "VR02": 73, "VR03": 74, "VR04": 80, "VR05": 83, "VR06": 84, "VR07": 89, "VR08": 91, "VR09": 88,
	"VR10": 89, "VR11": 70, "VR12": 95, "VR13": 99, "VR14": 98, "VR15": 99, "VR16": 97, "VR17": 97, "VR18": 85,
	"VR19": 74, "VR20": 82, "VR21": 87, "VR22": 93, "VR23": 81, "VR24": 78, "VR25": 86,
}

// municipalityLoad holds, in per mille of the national mean per inhabitant,
// how much municipalities took in that stood out in the counts of CBS of
// persons registered (municipal and private reception together). National
// means: 1.7 per 1,000 inhabitants on 3 April (ours, between two counts), 2.43
// on 24 April, 5 on 1 November 2022.
var municipalityLoad = map[string]int{
	"GM0339": 5970, // Renswoude, 14.51 on 24 April (nu.nl)
	"GM1695": 3680, // Noord-Beveland, 6.26 on 3 April (AD)
	"GM0335": 3320, // Montfoort, 5.64 on 3 April (AD)
	"GM1950": 2950, // Westerwolde, 5.01 on 3 April (AD)
	"GM0907": 4400, // Gennep, 22 on 1 November (ANP)
	"GM0765": 3400, // Pekela, 17 on 1 November (ANP)
	"GM0981": 2600, // Vaals, 13 on 1 November (ANP)
	"GM0277": 0,    // Rozendaal, nobody on 1 November (ANP)
	"GM0307": 320,  // Amersfoort, 86 persons on 3 April (AD)
	"GM0599": 1150, // Rotterdam, 1,829 persons on 24 April (nu.nl)
	"GM0363": 770,  // Amsterdam, 1,692
	"GM0518": 950,  // 's-Gravenhage, 1,283
	"GM0772": 1260, // Eindhoven, 728
	"GM0014": 1430, // Groningen, 573 persons on 3 April (AD)
}
