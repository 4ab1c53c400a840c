package reading

// noSort marks a word for a building the register has no type for.
const noSort = "-"

// unsound marks words that only end like a building.
const unsound = "!"

// sorts ties words for buildings to the register's types of location.
var sorts = newLexicon(map[string]string{
	`volpension halfpension thuis overal gymnasium_ schaal sociaal normaal totaal portaal verhaal centraal journaal kanaal geval behalve werkplek voorhal betaal
	herhaal ophaal onthaal inhaal signaal aanhal park`: unsound,
	`*kazerne *kazernes barracks garrison казарм*`: "barracks",
	`*verzorgingshuis *verzorgingstehuis *verpleeghuis *verpleegtehuis *zorgcentrum *woonzorgcentrum *bejaardenhuis *bejaardentehuis *zorginstelling *zorglocatie *zorghotel
	*zorgappartementen *rusthuis *hospice *zorgcomplex *zorggebouw *zorgpand care-home nursing-home пансіонат* будинок-інтернат*`: "care_home",
	`*kerk *kerkgebouw *kapel *pastorie *klooster *abdij *moskee *kerkzaal *parochiehuis *kloosterboerderij *kloaster *tsjerke
	church chapel monastery convent abbey rectory mosque vicarage parsonage церкв* монастир* храм* каплиц* костел*`: "church",
	`*containerwoningen *containers *containerdorp *woonunits *containerunits *wooncontainers portakabins portacabins modular-homes контейнер* модульн*`: "containers",
	`*woning *woningen *appartement *appartementen *appartementencomplex *appartementengebouw *flat *flats *flatgebouw *woonhuis *bovenwoning *eengezinswoning *huurwoning *woongebouw *wooncomplex *woontoren suites
	*villa *studentenhuis *studentenflat *studentencomplex *dienstwoning *portiekwoningen
	house apartment apartments apartment-block villa квартир* будинок будинку вілл* гуртожит*`: "dwelling",
	`*vakantiepark *bungalowpark *recreatiepark *camping *minicamping *chaletpark *vakantiedorp *huisjespark *resort *vakantiecentrum *recreatiecentrum *vakantiehuis *vakantiehuisje *vakantiewoning *vakantiewoningen *vakantiehuisjes *campingpark *buitencentrum *kampeerterrein *kampeerboerderij *groepsaccommodatie *groepsverblijf *groepshuis *landal
	camp holiday-park campsite camp-site holiday-village holiday-home holiday-resort campground caravan-park кемпінг* парк-готель* база-відпочинку бази-відпочинку турбаз*`: "holiday_park",
	`*gastgezin *logeerkamer*`: "host_household",
	`*hotel *motel *hostel *pension *herberg *jeugdherberg *stayokay *b&b *guesthouse *logement *gasthof *aparthotel *hotelschool_
	hotel hostel motel inn guesthouse guest-house youth-hostel bed-and-breakfast готел* гостиниц* хостел* мотел*`: "hotel",
	`*hub *aanmeldcentrum *doorstroomlocatie хаб хабу`: "hub",
	`*kantoor *kantoorpand *kantoorgebouw *kantoortoren *kantorenpand *kantoorcomplex *kantoorruimte *bankgebouw *belastingkantoor *hoofdkantoor *kantorencomplex *bedrijfsverzamelgebouw *bedrijfspand *politiebureau *postkantoor
	*gemeentehuis *stadhuis *raadhuis *stadskantoor *gemeentekantoor *stadsdeelkantoor *provinciehuis *waterschapshuis *rechtbank
	office offices office-building office-block town-hall city-hall офіс* контор* бізнес-центр* адмінбудівл* ратуш*`: "office",
	`*paviljoen *paviljoens *tentenkamp *tentpaviljoen pavilion pavilions marquee павільйон* наметов*`: "pavilion",
	`*school *basisschool *schoolgebouw *scholengemeenschap *college *lyceum *internaat *academie *kinderdagverblijf *kleuterschool *schoolpand
	school schoolhouse school-building boarding-school kindergarten школ* ліце* інтернат* дитсадок дитсадк* садочок училищ* коледж*`: "school",
	`*schip *cruiseschip *riviercruiseschip *passagiersschip *hotelschip *boot *hotelboot *woonboot *veerboot *partyschip *botel *rijnaak *schepen *cruiseboot ms
	ship cruise-ship river-cruise-ship boat ferry vessel houseboat судно судні корабел* кораблі* пором* теплохід* лайнер* баржа баржі`: "ship",
	`*sporthal *sportzaal *gymzaal *sportcomplex *sportcentrum *turnhal *turnzaal *sporthallen *gymzalen *tennishal *sportpaleis *sportaccommodatie *sportpark *ijshal *manege *gymnastiekzaal *sportkantine *topsporthal
	sports-hall sports-halls sports-centre sports-center gym gymnasium sporthall спортзал* спорткомплекс* спортхол* спортцентр*`: "sports_hall",
	`*pand *gebouw *complex *buurthuis *dorpshuis *wijkcentrum *gemeenschapshuis *buurtcentrum *buurtgebouw *verenigingsgebouw *clubhuis *clubgebouw *jeugdcentrum *jongerencentrum *ontmoetingscentrum *cultuurcentrum *zalencentrum *jeugdhonk *schuur *kwartier_ *congrescentrum *conferentiecentrum *conferentieoord *vergadercentrum *vormingscentrum *partycentrum *feestzaal *multifunctioneel_
	*landgoed *kasteel *boerderij *hoeve *huize *residentie *loods *evenementenhal *expohal *hal *beurshal *gevangenis *koepelgevangenis *koepel *ziekenhuis *kliniek *fabriek *magazijn *scoutinggebouw *scoutinggroep *hallen *bankfiliaal *winkelpand *kulturhus *jachthuis *landhuis *herenhuis *schoolhuis *buitenhuis *retraitehuis *diaconessenhuis *streekhuis *conferentiehuis *zusterhuis *mfa_ *scoutinghonk *blokhut *theater *schouwburg *museum *bibliotheek *watertoren *jachthaven *opvanglocatie *opvangcentrum *noodopvang *locatie *paleis *terrein *weeshuis *bouwhuis *koetshuis *gasthuis *tehuis *badhuis *zomerhuis *zomerhuisje *stadion *arena *campus *seminarie *sanatorium *zwembad *hangar *kantine *remise *chalet *stacaravan *molen *atelier *logeergebouw *bijgebouw *vleugel *toren
	court tower towers residence arena stadium cottage barn mill priory seminary campus dormitory quarters wing ranch cabin state annex quarter *doarpshus hall village-hall community-centre community-center community-hall farm farmhouse castle manor estate hospital clinic factory warehouse prison theatre museum library conference-centre conference-center building venue centre center lodge retreat-centre youth-centre scout-hall shelter complex
	локаці* будівл* приміщення корпус* притул* прихист* лікарн* санатор* ферм* замок замку маєток маєтк* центр центрі клуб клубу зал залі тюрм* в'язниц* склад_ завод* хутір комплекс* шелтер* табір садиб*`: noSort,
})

// aged lists words that may stand between an article and a building and belong to
// its name: the former, the old, the empty.
var aged = newLexicon(map[string]bool{
	`voormalig voormalige oud oude vroeger vroegere leeg lege leegstaand leegstaande nieuw nieuwe gewezen tijdelijk tijdelijke katholieke protestantse hervormde gereformeerde openbare christelijke
	former old ex empty vacant disused new колишн* стар* порожн* нов*`: true,
})

// particles are the small words that may stand inside a name.
var particles = setOf(`de het 't den der van te ten ter aan op in bij d' la le les and of the & en 's - на over sur`)

// pairsOfWords are the two-word terms of sorts, written with a hyphen there.
func sortOfPair(first, second string) (string, bool) {
	if value, ok := sorts.words[first+"-"+second]; ok {
		return value, true
	}
	return "", false
}
