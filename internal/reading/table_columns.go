package reading

import (
	"strings"
	"unicode"
)

// headerSigns are written in more ways than one.
var headerSigns = strings.NewReplacer("t/m", "tm", "e-mail", "email", "’", "", "'", "", "ʼ", "")

// FoldHeader makes spellings of one header equal: lower case, words by single
// spaces, no other signs. It is the key of a Mapping.
func FoldHeader(text string) string {
	text = headerSigns.Replace(strings.ToLower(text))
	return strings.Join(strings.FieldsFunc(text, func(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsDigit(char) }), " ")
}

// headerWords are the words by which a header is known, the most telling first: a
// header is taken for the first line of which it has a phrase. In a phrase all
// words stand in this order; * stands for an end of letters.
var headerWords = []struct {
	field   Field
	phrases string // separated by commas
}{
	{FieldIgnored, "nr,nummer,volgnummer,volgnr,no,id,#,№,номер,regel,rij"},
	{FieldEach, "personen per kamer,per kamer,bedden per kamer,personen per gezin,per gezin,per unit,persons per room,people per room,per room,осіб на кімнату,осіб у кімнаті,осіб на родину"},
	{FieldIgnored, "bezet,bezette*,bezetting,gereserveerd*,occupied,occupancy,taken,зайнято,зайняті"},
	{FieldEmail, "email*,mail,mailadres,emailadres,contactmail,електронна,імейл,пошта"},
	{FieldPhone, "tel,telefoon*,telefoonnr,telnr,tel nr,mobiel,mobiele*,06,06 nummer,gsm,bereikbaar op,phone*,telephone,mobile,тел,телефон*,мобільний"},
	{FieldContact, "contactgegevens,contact gegevens,contact details,contactinformatie,contactinfo,контакти,контактні дані"},
	{FieldContactName, "contactpersoon,contactpersonen,contact persoon,naam contact*,contactnaam,naam coordinator,naam coördinator,aanspreekpunt,coordinator,coördinator,verantwoordelijke,beheerder,contact,contact person,contact name,manager,контактна особа,контакт,відповідальн*,пiб,піб"},
	{FieldHouseNumber, "huisnummer,huisnr,huis nr,hnr,house number,номер будинку"},
	{FieldPostcode, "postcode*,post code,zip,zip code,postal code,pc,індекс,поштовий індекс"},
	{FieldThrough, "tm,tot en met,tem,laatste nacht,laatste dag,beschikbaar tm,einddatum tm,through,last night,last day,up to and including,включно,по"},
	{FieldPeriod, "periode,beschikbaarheid,wanneer,data,beschikbare periode,looptijd van tot,period,availability,dates,when,період,доступність,коли"},
	{FieldDuration, "duur,looptijd,hoe lang,termijn,verblijfsduur,duration,length of stay,тривалість,термін"},
	{FieldUntil, "tot,einde,einddatum,eind*,tot datum,beschikbaar tot,datum tot,uiterlijk,until,to,end,end date,till,до,кінець,дата закінчення,завершення"},
	{FieldPlaces, "aantal plekken,aantal plaatsen,aantal bedden,aantal personen,aantal mensen,aantal kamers,aantal gezinnen,aantal opvangplekken,aantal slaapplaatsen,max aantal*,maximaal aantal,maximum aantal,beschikbare plekken,beschikbare bedden,plekken beschikbaar,plaatsen beschikbaar,bedden beschikbaar,beds available,places available,number of*,how many,кількість*,скільки"},
	{FieldFrom, "van,vanaf,vanaf wanneer,start,startdatum,begin,begindatum,ingangsdatum,ingang,beschikbaar per,beschikbaar vanaf,beschikbaar van,per datum,per,datum van,datum vanaf,datum ingang,from,start date,available from,available,beschikbaar,з,від,початок,дата початку,доступно з"},
	{FieldUnit, "eenheid,soort plekken,soort plaatsen,type plekken,unit,одиниця"},
	{FieldPlaces, "capaciteit,plekken,plaatsen,bedden,slaapplaatsen,slaapplekken,opvangplekken,opvangcapaciteit,personen,pers,aantal,kamers,gezinnen,families,max personen,totaal plekken,places,beds,capacity,rooms,persons,people,families,spaces,місця,місць,ліжка,ліжок,місткість,осіб,людей,кімнат*,родин*"},
	{FieldMunicipality, "gemeente*,gem,municipality,громада,муніципалітет"},
	{FieldName, "naam locatie,locatienaam,locatie naam,naam opvanglocatie,naam van de locatie,opvanglocatie,locatie,accommodatie*,gebouw,pand,object,naam accommodatie,location name,name of location,location,site,building,venue,локація,назва*,назва локації,будівля,обєкт"},
	{FieldAddress, "adres*,adres locatie,adres van de locatie,locatie adres,straat*,straat huisnummer,straat en huisnummer,straat nr,straat en nr,straatnaam,locatieadres,bezoekadres,address,street,адреса,вулиця"},
	{FieldMunicipality, "plaats,plaatsnaam,woonplaats,stad,dorp,town,city,place,місто,населений пункт,село"},
	{FieldFacilities, "voorzieningen,faciliteiten,facilities,amenities,зручності,умови"},
	{FieldRemarks, "bijzonderheden,opmerking*,toelichting,notities,info,informatie,extra,overig*,details,remarks,notes,comments,remark,примітк*,коментар*,зауваження"},
	{FieldName, "naam,name,омя,імя,ім я"},
}

// weakHeaders are phrases that may mean something else; their fields count for less.
var weakHeaders = map[string]bool{"plaats": true, "plaatsnaam": true, "woonplaats": true, "stad": true, "dorp": true, "town": true, "city": true, "place": true, "місто": true,
	"naam": true, "name": true, "aantal": true, "per": true, "data": true, "extra": true, "contact": true, "einddatum": true, "beschikbaar": true, "available": true}

// knownAnew tells what a header means; false where nobody knows.
func (t *tableReader) knownAnew(text string) (tableColumn, bool) {
	folded := FoldHeader(text)
	if folded == "" {
		return tableColumn{}, false
	}
	column := tableColumn{header: text, sure: 1, unit: unitNamed(folded)}
	if field, ok := t.mapping[folded]; ok {
		column.field = field
		if field == FieldFacilities {
			column.facility = soleFacility(text)
		}
		return column, true
	}
	field, sure := headerField(folded)
	if field == "" || sure < 0.9 {
		if token := soleFacility(text); token != "" {
			return tableColumn{header: text, field: FieldFacilities, facility: token, sure: 0.9}, true
		}
	}
	column.field, column.sure = field, sure
	return column, field != ""
}

// headerPhrase is a phrase of headerWords, cut into words.
type headerPhrase struct {
	field Field
	text  string
	parts []headerPart
	// begins is what beginnings gives for the first part.
	begins uint64
}

type headerPart struct {
	stem string
	open bool // any end of letters
}

// headerPhrases are those of headerWords, in their order.
var headerPhrases = func() (all []headerPhrase) {
	for _, line := range headerWords {
		for _, text := range strings.Split(line.phrases, ",") {
			one := headerPhrase{field: line.field, text: text}
			for _, word := range strings.Fields(text) {
				stem, open := strings.CutSuffix(word, "*")
				one.parts = append(one.parts, headerPart{stem, open})
			}
			one.begins = beginning(one.parts[0].stem)
			all = append(all, one)
		}
	}
	return all
}()

// headerField finds the field of a folded header: first one that is a phrase, then
// one that has a phrase in it.
func headerField(folded string) (Field, float64) {
	words := strings.Fields(folded)
	best, sure, longest := Field(""), 0.0, 0
	begun := beginnings(words)
	for _, one := range headerPhrases {
		switch {
		case one.begins&begun == 0:
		case len(one.parts) > len(words) || !phraseIn(words, one.parts):
			continue
		case len(one.parts) == len(words):
			if weakHeaders[folded] {
				return one.field, 0.8
			}
			return one.field, 0.95
		case len(words) <= 8 && len(one.parts) > longest && (len(one.parts) > 1 || len(one.parts[0].stem) > 3):
			best, sure, longest = one.field, 0.85, len(one.parts)
			if weakHeaders[one.text] {
				sure = 0.7
			}
		}
	}
	return best, sure
}

// phraseIn tells whether the parts of a phrase stand among the words, in order.
func phraseIn(words []string, parts []headerPart) bool {
	for i := 0; i+len(parts) <= len(words); i++ {
		found := true
		for j, part := range parts {
			if words[i+j] != part.stem && !(part.open && strings.HasPrefix(words[i+j], part.stem)) {
				found = false
				break
			}
		}
		if found {
			return true
		}
	}
	return false
}

// unitWords tell what is counted, by the beginnings of words.
var unitWords = []struct {
	unit   Unit
	starts string // separated by spaces
}{
	{Persons, "perso pers mens people oso осіб людей людин place plek plaats capacit capaciteit slaap opvangplek opvangcap spaces місц"},
	{Beds, "bed ліж"},
	{Families, "gezin famil huishoud household родин сім"},
	{Rooms, "kamer room unit appartement studio кімнат"},
}

type unitStart struct {
	unit   Unit
	starts []string
}

// unitStarts are unitWords, cut into words.
var unitStarts = func() (all []unitStart) {
	for _, line := range unitWords {
		all = append(all, unitStart{line.unit, strings.Fields(line.starts)})
	}
	return all
}()

// unitNamed gives the unit folded words speak of; "" where they do not.
func unitNamed(folded string) Unit {
	for _, word := range strings.Fields(folded) {
		for _, line := range unitStarts {
			for _, start := range line.starts {
				if strings.HasPrefix(word, start) {
					return line.unit
				}
			}
		}
	}
	return ""
}
