package reading

// noun is what a counted word stands for.
type noun uint8

const (
	noNoun       noun = iota
	placeNoun         // places to sleep: plekken, places, місця
	bedNoun           // beds
	personNoun        // people who are taken in
	roomNoun          // rooms and dwellings
	familyNoun        // families
	residentNoun      // people who may live there already
	otherNoun         // things that are no places: minutes, volunteers, toilets
)

// nouns lists what is counted in mails about places.
var nouns = newLexicon(map[string]noun{
	`*plek *plekken *plekjes *opvangplaatsen *opvangplaats plaats plaatsen logeerplaatsen *logeerplaatsen
	pl place places spaces space *capaciteit capacity spots spot sleepers мест місц* ліжко-місц* ліжкомісц* спальномісц* placements`: placeNoun,
	`*slaapplaats *slaapplaatsen *slaapplek *slaapplekken *ligplekken *bed *bedden *bedjes beds berths berth bunkbeds кроват* *matrassen slaapbanken bunks cots *stretchers *slaapplekjes ліж* розкладачк* розкладачок розкладуш* койк* койко-місц*`: bedNoun,
	`p pp pax personen persoon pers mensen mens *vluchtelingen *vluchteling *ontheemden ontheemde *oekrainers oekrainer *asielzoekers *gasten gast
	*evacues *vrouwen *moeders nieuwkomers volwassenen zielen man *statushouders
	persons person people refugees refugee ukrainians ukrainian guests guest evacuees individuals pax adults souls
	displaced человек осіб особи особа особу людей людин* люди людям біженц* переселен* українц* гост* евакуйован* дорослих чоловік чол душ`: personNoun,
	`*bewoners bewoner residents мешкан*`: residentNoun,
	`*kamer *kamers *kamertjes *appartement *appartementen *huisjes *huisje *chalet *chalets *bungalow *bungalows *studio *studios *studio's
	*woningen *woning *hutten *hut *units *unit *suites *lodges stacaravans *caravans *tenten *huizen *wooneenheden *eenheden *zalen *vertrekken *flats *villa's
	room rooms bedrooms bedroom apartment apartments cabins cabin cottages cottage houses flat flats dwellings units unit chalets studios tents caravans
	dorm dorms dormitories комнат* спальн* suites homes кімнат* номер номери номерів номера квартир* будиночк* кают* апартамент* котедж* студі* спалень контейнер* вагончик* намет*`: roomNoun,
	`*gezinnen *gezin *families *familie *huishoudens *huishouden
	family families семей семьи семья семью household households родин* сім* сімей сім'ї домогосподарств*`: familyNoun,
	`minuten minuut min km kilometer kilometers meter meters m m2 m² m3 hectare ha euro euro's eur ct cent procent percent %
	*toiletten *toilet *wc's *douches *douche *wastafels *badkamers *badkamer *wasmachines *drogers *keukens *koelkasten *fietsen *fiets *parkeerplaatsen *parkeerplaats
	*vrijwilligers *vrijwilliger *medewerkers *collega's *beveiligers begeleiders *leden *personeel
	uur uren uurs dag dagen nachten nacht week weken maand maanden jaar jaren jarig jarige
	verdieping verdiepingen etages etage lagen bouwlagen locatie *locaties gemeenten *regio's dorpen gebouwen schepen schip *scholen *hotels sporthallen hallen
	keer x maal pagina's bijlage bijlagen *inwoners inwoner kinderen kind kids baby's *baby peuters *kinderbedjes *bedtafels *stoelen *tafels *maaltijden maaltijd *bussen honden katten *dekbedden
	*rolstoelen *kluisjes *dekens *kussens *lakens *handdoeken *stopcontacten *auto's *reacties *aanmeldingen *mails
	*zitplaatsen *staanplaatsen *kampeerplaatsen *werkplekken *werkplaatsen *standplaatsen *ligplaatsen *speelplekken *speelplaatsen *zitplekken *eetplekken *schoolplekken *parkeerplekken *vergaderplekken
	minutes minute metres kilometres miles euros percent pounds toilets toilet showers bathrooms bathroom kitchens kitchen volunteers volunteer staff employees colleagues
	hours hour days day nights night weeks weeks months month years year floors floor locations buildings ships schools hotels times pages children child babies cots
	inhabitants chairs tables meals buses dogs cats bikes bicycles washing washers dryers parking seats desks
	ліжечк* хвилин* кілометр* метр* км м євро відсотк* туалет* душов* душ_ ванн* кухон* волонтер* працівник* співробітник* годин* днів дні день доб* ноч* тижн* місяц* місяці рок* років рік
	поверх* локаці* будівл* шкіл школ* готел* дітей дитин* діти немовлят* стільц* стол* автобус* собак* котів велосипед* пральн* гривень разів`: otherNoun,
})

// unitOf gives the unit in which a noun counts.
func unitOf(n noun) Unit {
	switch n {
	case bedNoun:
		return Beds
	case roomNoun:
		return Rooms
	case familyNoun:
		return Families
	}
	return Persons
}
