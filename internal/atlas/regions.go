package atlas

import "onderdak/internal/calendar"

// regionTable holds the 25 safety regions by code with their tile on the map:
//
//	      0    1    2    3    4    5
//	0                    FR   GR
//	1               NHN       DR
//	2          KEN  ZW   FL   IJS  TWE
//	3     HGL  HM   AA   GV   NOG
//	4     RR   ZHZ  UT   GM
//	5     ZE   MWB  BN   GZ
//	6               BZO  LN
//	7                    ZL
//
// The gap at row 1, column 3 is the IJsselmeer.
var regionTable = [...]struct {
	code, name  string
	row, column int
}{
	{"VR01", "Groningen", 0, 4},
	{"VR02", "Fryslân", 0, 3},
	{"VR03", "Drenthe", 1, 4},
	{"VR04", "IJsselland", 2, 4},
	{"VR05", "Twente", 2, 5},
	{"VR06", "Noord- en Oost-Gelderland", 3, 4},
	{"VR07", "Gelderland-Midden", 4, 3},
	{"VR08", "Gelderland-Zuid", 5, 3},
	{"VR09", "Utrecht", 4, 2},
	{"VR10", "Noord-Holland Noord", 1, 2},
	{"VR11", "Zaanstreek-Waterland", 2, 2},
	{"VR12", "Kennemerland", 2, 1},
	{"VR13", "Amsterdam-Amstelland", 3, 2},
	{"VR14", "Gooi en Vechtstreek", 3, 3},
	{"VR15", "Haaglanden", 3, 0},
	{"VR16", "Hollands Midden", 3, 1},
	{"VR17", "Rotterdam-Rijnmond", 4, 0},
	{"VR18", "Zuid-Holland Zuid", 4, 1},
	{"VR19", "Zeeland", 5, 0},
	{"VR20", "Midden- en West-Brabant", 5, 1},
	{"VR21", "Brabant-Noord", 5, 2},
	{"VR22", "Brabant-Zuidoost", 6, 2},
	{"VR23", "Limburg-Noord", 6, 3},
	{"VR24", "Zuid-Limburg", 7, 3},
	{"VR25", "Flevoland", 2, 3},
}

// provinceNames holds the 12 provinces by CBS code.
var provinceNames = map[string]string{
	"PV20": "Groningen",
	"PV21": "Fryslân",
	"PV22": "Drenthe",
	"PV23": "Overijssel",
	"PV24": "Flevoland",
	"PV25": "Gelderland",
	"PV26": "Utrecht",
	"PV27": "Noord-Holland",
	"PV28": "Zuid-Holland",
	"PV29": "Zeeland",
	"PV30": "Noord-Brabant",
	"PV31": "Limburg",
}

// The days since Beginning on which the municipal division changed.
var (
	division2021 = calendar.MustParse("2021-01-01")
	division2022 = calendar.MustParse("2022-01-01")
	weespMerged  = calendar.MustParse("2022-03-24")
	division2023 = calendar.MustParse("2023-01-01")
)

// establishedOn holds the municipalities of today that are younger than
// Beginning.
var establishedOn = map[string]calendar.Night{
	"GM1979": division2021, // Eemsdelta
	"GM1980": division2022, // Dijk en Waard
	"GM1982": division2022, // Land van Cuijk
	"GM1991": division2022, // Maashorst
	"GM1992": division2023, // Voorne aan Zee
}

// mergerTable holds the municipalities that were merged or split up since
// Beginning, by code, with the day and the codes that took over. Their
// inhabitants are counted with their successors. Coordinates: the main place,
// GeoNames (CC BY 4.0), two decimals.
var mergerTable = [...]struct {
	municipalityRow
	on         calendar.Night
	successors string
}{
	{municipalityRow{"GM0003", "Appingedam", "VR01", "PV20", 0, 53.32, 6.86}, division2021, "GM1979"},
	{municipalityRow{"GM0010", "Delfzijl", "VR01", "PV20", 0, 53.33, 6.92}, division2021, "GM1979"},
	{municipalityRow{"GM0024", "Loppersum", "VR01", "PV20", 0, 53.33, 6.75}, division2021, "GM1979"},
	{municipalityRow{"GM0370", "Beemster", "VR11", "PV27", 0, 52.55, 4.91}, division2022, "GM0439"},
	{municipalityRow{"GM0398", "Heerhugowaard", "VR10", "PV27", 0, 52.67, 4.85}, division2022, "GM1980"},
	{municipalityRow{"GM0416", "Langedijk", "VR10", "PV27", 0, 52.69, 4.79}, division2022, "GM1980"},
	{municipalityRow{"GM0457", "Weesp", "VR14", "PV27", 0, 52.31, 5.04}, weespMerged, "GM0363"},
	{municipalityRow{"GM0501", "Brielle", "VR17", "PV28", 0, 51.90, 4.16}, division2023, "GM1992"},
	{municipalityRow{"GM0530", "Hellevoetsluis", "VR17", "PV28", 0, 51.83, 4.13}, division2023, "GM1992"},
	{municipalityRow{"GM0614", "Westvoorne", "VR17", "PV28", 0, 51.90, 4.09}, division2023, "GM1992"},
	{municipalityRow{"GM0756", "Boxmeer", "VR21", "PV30", 0, 51.65, 5.95}, division2022, "GM1982"},
	{municipalityRow{"GM0786", "Grave", "VR21", "PV30", 0, 51.76, 5.74}, division2022, "GM1982"},
	{municipalityRow{"GM0788", "Haaren", "VR21", "PV30", 0, 51.60, 5.22}, division2021, "GM0757 GM0824 GM0855 GM0865"},
	{municipalityRow{"GM0815", "Mill en Sint Hubert", "VR21", "PV30", 0, 51.69, 5.78}, division2022, "GM1982"},
	{municipalityRow{"GM0856", "Uden", "VR21", "PV30", 0, 51.66, 5.62}, division2022, "GM1991"},
	{municipalityRow{"GM1684", "Cuijk", "VR21", "PV30", 0, 51.73, 5.88}, division2022, "GM1982"},
	{municipalityRow{"GM1685", "Landerd", "VR21", "PV30", 0, 51.70, 5.68}, division2022, "GM1991"},
	{municipalityRow{"GM1702", "Sint Anthonis", "VR21", "PV30", 0, 51.63, 5.88}, division2022, "GM1982"},
}
