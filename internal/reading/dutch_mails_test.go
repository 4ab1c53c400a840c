package reading

// dutchMails are invented Dutch mails about several locations: lists, forms, tables
// and prose, with what a careful person reads in them on Friday 11 March.
var dutchMails = []struct{ text, want string }{
	{`Beste collega's,

Hierbij onze opgave voor de gemeente Gooise Meren:
- Hotel Jan Tabak: 64 pers., beschikbaar per direct tot 1 mei
- Sporthal De Zandzee: 110 bedden, vanaf 21-03-2022
- Oude brandweerkazerne Muiden: 24 personen, vanaf half april, duur onbekend

Met vriendelijke groet,
Marieke van den Heuvel
Beleidsadviseur sociaal domein
T 035 123 45 67
m.vandenheuvel@gooisemeren.example`,
		`Hotel Jan Tabak, (hotel), GM1942, 64, persons, from 2022-03-11, until 2022-05-01, call Marieke van den Heuvel, 035 123 45 67, m.vandenheuvel@gooisemeren.example
Sporthal De Zandzee, (sports_hall), GM1942, 110, beds, from 2022-03-21, call Marieke van den Heuvel, 035 123 45 67, m.vandenheuvel@gooisemeren.example
brandweerkazerne Muiden, (barracks), GM1942, 24, persons, from unknown, until unknown, call Marieke van den Heuvel, 035 123 45 67, m.vandenheuvel@gooisemeren.example`},
	{`Hoi,

Vanuit Hof van Twente melden wij:
* 40 plekken in de sporthal in Goor (nu al beschikbaar)
* 25 plekken in herberg De Hoeve in Delden, vanaf 1 april
* 15 plekken in het parochiehuis in Markelo, vanaf 15 april tot 15 juli

Bel bij vragen met Ingrid Smeenk (06 98 76 54 32).`,
		`(sports_hall), GM1735, 40, persons, from 2022-03-11, call Ingrid Smeenk, 06 98 76 54 32
herberg De Hoeve, (hotel), GM1735, 25, persons, from 2022-04-01, call Ingrid Smeenk, 06 98 76 54 32
(church), GM1735, 15, persons, from 2022-04-15, until 2022-07-15, call Ingrid Smeenk, 06 98 76 54 32`},
	{`Locatie: Motel West
Plaats: Leiderdorp
Aantal plaatsen: 66
Beschikbaar vanaf: 18-3
Beschikbaar tot: 18-6
Contactpersoon: Fatima el Amrani
Telefoon: 071-1234567`,
		"Motel West, (hotel), GM0547, 66, persons, from 2022-03-18, until 2022-06-18, call Fatima el Amrani, 071-1234567"},
	{`De Peppelhoeve (Best): 22 p
De Kempen Campus (Veldhoven): 64 p
Hotel Eindhoven Airport: 30 kamers, 2 p per kamer`,
		`De Peppelhoeve, GM0753, 22, persons
De Kempen Campus, GM0861, 64, persons
Hotel Eindhoven Airport, (hotel), GM0772, 30, x 2, rooms`},
	{`Beste Sanne,

Even een update over Huize Sint Jozef: de opening schuift op van 1 april naar 15 april. Het blijft bij 44 bedden.

Groetjes, Wim Aerts (gemeente Venray)`,
		"Huize Sint Jozef, GM0984, 44, beds, from 2022-04-15, call Wim Aerts, update true"},
	{`Stadskanaal:
Hotel Dopper, 32 plaatsen, 11/3 t/m 10/6
Theater Geert Teis, 55 plaatsen, vanaf 1/5`,
		`Hotel Dopper, (hotel), GM0037, 32, persons, from 2022-03-11, until 2022-06-11
Theater Geert Teis, GM0037, 55, persons, from 2022-05-01`},
	{`Graag meld ik namens gemeente West Betuwe dat wij een locatie hebben: de voormalige Rabobank in Geldermalsen. Er is plek voor vijfentwintig à dertig mensen. De locatie is beschikbaar vanaf 1 april voor ten minste een half jaar. Voor vragen kunt u terecht bij Esther Verbeek, tel. 06 1122 3344 of e.verbeek@westbetuwe.example.

Met vriendelijke groeten,

Secretariaat`,
		"Rabobank, GM1960, 25, to 30, persons, from 2022-04-01, until unknown, call Esther Verbeek, 06 1122 3344, e.verbeek@westbetuwe.example"},
	{`Goedemorgen allemaal,

Bijgaand het overzicht van Krimpenerwaard:

- Gouderak, dorpshuis Dorpsstolp: 20 bedden, direct inzetbaar, tot 15 april
- Schoonhoven, hotel Belvédère: 36 pers, m.i.v. 1 april, einddatum n.t.b.
- Bergambacht, sporthal De Waard: 80 bedden, 20 maart t/m 20 april
- Lekkerkerk: nog in onderzoek

Groet,
Hanneke Bos-Vermeulen
Coördinator opvang Oekraïne
Gemeente Krimpenerwaard
06-10203040`,
		`dorpshuis Dorpsstolp, GM1931, 20, beds, from 2022-03-11, until 2022-04-15, call Hanneke Bos-Vermeulen, 06-10203040
hotel Belvédère, (hotel), GM1931, 36, persons, from 2022-04-01, until unknown, call Hanneke Bos-Vermeulen, 06-10203040
sporthal De Waard, (sports_hall), GM1931, 80, beds, from 2022-03-20, until 2022-04-21, call Hanneke Bos-Vermeulen, 06-10203040`},
	{`Geachte heer, mevrouw,

In uw mail vraagt u naar opvangplekken. De gemeente Rheden biedt drie locaties aan.

Locatie 1
Naam: Avegoor
Adres: Zutphensestraatweg 2, Ellecom
Aantal: 95 personen
Periode: 14 maart 2022 - 14 juni 2022

Locatie 2
Naam: Sporthal Bellestein
Adres: Bellestein 1, Rheden
Aantal: 60 bedden
Periode: vanaf heden, maximaal 4 weken

Locatie 3
Naam: De Pinkenberg
Aantal: 25 chalets, 4 personen per chalet
Periode: 1 april tot 1 oktober

Hoogachtend,
drs. R.J. Scholten`,
		`Avegoor, GM0275, 95, persons, at Zutphensestraatweg 2, from 2022-03-14, until 2022-06-14, call R.J. Scholten
Sporthal Bellestein, (sports_hall), GM0275, 60, beds, from 2022-03-11, until unknown, call R.J. Scholten
De Pinkenberg, GM0275, 25, x 4, rooms, from 2022-04-01, until 2022-10-01, call R.J. Scholten`},
	{`Beste allen,

| Locatie | Plaats | Plekken | Beschikbaar |
| De Meerpaal | Dronten | 75 | 15-3 t/m 15-5 |
| Hotel Het Galjoen | Dronten | 22 | vanaf 1-4 |
| Riviera Parc | Biddinghuizen | 300 | per direct |

vr gr Tineke Postma, tel 0321 123 456`,
		`De Meerpaal, GM0303, 75, persons, from 2022-03-15, until 2022-05-16, call Tineke Postma, 0321 123 456
Hotel Het Galjoen, GM0303, 22, persons, from 2022-04-01, call Tineke Postma, 0321 123 456
Riviera Parc, GM0303, 300, persons, from 2022-03-11, call Tineke Postma, 0321 123 456`},
	{`-----Oorspronkelijk bericht-----
Van: Yvonne Claassen [mailto:y.claassen@boxmeer.example]
Verzonden: woensdag 9 maart 2022 09:12
Aan: Veiligheidsregio
Onderwerp: Locatie

Beste,

In Boxmeer kunnen wij het oude Elzendaalcollege inzetten: 150 plekken, vanaf 1 april tot en met 31 augustus.

Yvonne Claassen
Gemeente Land van Cuijk
0485-123456`,
		"Elzendaalcollege, (school), GM1982, 150, persons, from 2022-04-01, until 2022-09-01, call Yvonne Claassen, 0485-123456, y.claassen@boxmeer.example"},
	{`Beste Anneke,

Wij hebben als gemeente Wierden twee locaties op het oog.

De eerste is het voormalige MFA in Enter. Daar kunnen ongeveer 60 mensen slapen op stapelbedden. De locatie is vanaf 25 maart klaar en we mogen er tot 1 september in.

De tweede locatie is hotel De Zwaan. De eigenaar heeft 14 kamers voor ons vrijgehouden, telkens voor twee personen. Die kamers zijn nu al beschikbaar, maar moeten 30 april weer vrij zijn.

Je kunt me bereiken op 06-11112222.

Groet,
Marloes Oude Nijhuis`,
		`MFA, GM0189, 60, persons, from 2022-03-25, until 2022-09-01, call Marloes Oude Nijhuis, 06-11112222
hotel De Zwaan, (hotel), GM0189, 14, x 2, rooms, from 2022-03-11, until 2022-04-30, call Marloes Oude Nijhuis, 06-11112222`},
	{`Geachte collega,

In onze gemeente Tynaarlo zijn de volgende plekken te vergeven:

Zuidlaren
Hotel Brinkzicht
16 kamers, 32 personen
Vanaf maandag 14 maart, tot eind mei
Contact: mevrouw Van Dijk, 050 123 45 67

Eelde
Voormalige basisschool De Kooi
45 personen
Vanaf 1 april, voor zes maanden
Contact: Henk Drenth, 06 87654321

Met vriendelijke groet,
Piet Oosterhof`,
		`Hotel Brinkzicht, (hotel), GM1730, 32, persons, from 2022-03-14, until unknown, call Van Dijk, 050 123 45 67
basisschool De Kooi, (school), GM1730, 45, persons, from 2022-04-01, until 2022-10-01, call Henk Drenth, 06 87654321`},
	{`Hoi Saskia,

Onderstaand ons lijstje:

A. Buurthuis Oost - 22 plekken - beschikbaar 14/3 t/m 30/4
B. Zalencentrum De Kei - 40 plekken - beschikbaar vanaf 1/4
C. Hotel Central - 10 kamers (2 pp) - beschikbaar nu tot 1/6

Groetjes Mirjam`,
		`Buurthuis Oost, 22, persons, from 2022-03-14, until 2022-05-01, call Mirjam
Zalencentrum De Kei, 40, persons, from 2022-04-01, call Mirjam
Hotel Central, (hotel), 10, x 2, rooms, from 2022-03-11, until 2022-06-01, call Mirjam`},
	{`Beste mensen van het knooppunt,

Het aantal plekken op locatie De Beukenhof gaat van 35 naar 50, ingaande 1 april. De looptijd blijft gelijk (tot 1 oktober). Aanspreekpunt is vanaf nu Chantal Peeters (c.peeters@venray.example, 0478-123456) in plaats van Jan Linders.

Jan Linders`,
		"locatie De Beukenhof, 50, persons, from 2022-04-01, until 2022-10-01, call Chantal Peeters, 0478-123456, c.peeters@venray.example, update true"},
	{`L.S.,

Namens de stichting bied ik u het retraitehuis Mariabosch aan, gelegen aan de Bosweg 3 te Heeswijk-Dinther. Het huis heeft 26 eenpersoonskamers en 9 tweepersoonskamers, samen goed voor 44 gasten. U kunt over het huis beschikken van 1 april tot het einde van het jaar.

Zr. Francisca Maas
tel. 0413 12 34 56`,
		"retraitehuis Mariabosch, GM1721, 44, persons, at Bosweg 3, from 2022-04-01, until 2023-01-01, call Francisca Maas, 0413 12 34 56"},
	{`Geachte mevrouw Jansen,

Op uw verzoek inventariseerden wij mogelijke locaties in Oldambt:

1. Hotel Victoria, Winschoten
   Capaciteit: 40 personen
   Beschikbaar: per direct
   Duur: 3 maanden

2. Sporthal De Hardenberg, Finsterwolde
   Capaciteit: 120 personen (veldbedden)
   Beschikbaar: vanaf 18 maart
   Duur: maximaal 2 weken

3. Recreatiepark Blauwestad
   Capaciteit: 20 huisjes voor 6 personen
   Beschikbaar: vanaf 4 april
   Duur: tot de zomervakantie

Contactpersoon: Lammert Huizing
Mobiel: 06 2233 4455

Met vriendelijke groet,
Gemeente Oldambt`,
		`Hotel Victoria, (hotel), GM1895, 40, persons, from 2022-03-11, until 2022-06-11, call Lammert Huizing, 06 2233 4455
Sporthal De Hardenberg, (sports_hall), GM1895, 120, persons, from 2022-03-18, until unknown, call Lammert Huizing, 06 2233 4455
Recreatiepark Blauwestad, (holiday_park), GM1895, 20, x 6, rooms, from 2022-04-04, until unknown, call Lammert Huizing, 06 2233 4455`},
	{`Collega's,

Ter info: burgemeester Van Veen heeft vanmiddag bekendgemaakt dat er in Huize Elisabeth ruimte komt voor tachtig Oekraïners. Het gebouw, dat sinds 2020 leegstaat, wordt komende weken opgeknapt; op 2 mei trekken de eerste gezinnen erin. De gemeente huurt het pand voor twee jaar.

Met vriendelijke groet,

Bas Timmermans
Communicatieadviseur gemeente Waalre
06 - 5566 7788`,
		"Huize Elisabeth, GM0866, 80, persons, from 2022-05-02, until 2024-05-02, call Bas Timmermans, 06 - 5566 7788"},
	{`Beste collega,

Namens de gemeente Loppersum... excuus, Eemsdelta, meld ik het volgende.

Onderwerp: Opvanglocatie
Locatie: Hotel Het Wapen, Appingedam
Capaciteit: 38 bedden
Ingangsdatum: 1 april 2022
Einddatum: 1 juli 2022
Contact: J. Mulder (06-13131313)`,
		"Hotel Het Wapen, (hotel), GM1979, 38, beds, from 2022-04-01, until 2022-07-01, call J. Mulder, 06-13131313"},
	{`Goedenavond,

Vanuit Deurne kunnen wij melden:

* Locatie: voormalig klooster St. Jozef
* Aantal: 70
* Startdatum: 21 maart
* Looptijd: 1 jaar

* Locatie: Camping 't Zwaantje
* Aantal: 25 caravans
* Startdatum: 1 april
* Looptijd: 3 maanden

Vriendelijke groeten
Toon van der Heijden
toon@deurne.example`,
		`klooster St. Jozef, (church), GM0762, 70, persons, from 2022-03-21, until 2023-03-21, call Toon van der Heijden, toon@deurne.example
Camping 't Zwaantje, (holiday_park), GM0762, 25, rooms, from 2022-04-01, until 2022-07-01, call Toon van der Heijden, toon@deurne.example`},
	{`Hoi,

Korte stand van zaken Hollands Kroon.

In gebruik: hotel Wiringherlant, 30 plekken, vol.
Beschikbaar: dorpshuis De Ontmoeting, 24 plekken, vanaf vandaag.
In voorbereiding: recreatiepark Wierings, 40 bungalows van 4 personen, vanaf half april.

Gr Dirk`,
		`dorpshuis De Ontmoeting, GM1911, 24, persons, from 2022-03-11, call Dirk
recreatiepark Wierings, (holiday_park), GM1911, 40, x 4, rooms, from unknown, call Dirk`},
	{`Beste lezer,

In antwoord op uw uitvraag:

Naam locatie	Adres	Plaats	Aantal personen	Beschikbaar van	Beschikbaar tot	Contactpersoon
De Tulp	Parkweg 1	Lisse	44	14-03-2022	14-06-2022	Kees Bloem
Bollenschuur	Heereweg 20	Lisse	16	01-04-2022	01-10-2022	Kees Bloem

groet,
Kees Bloem`,
		`De Tulp, GM0553, 44, persons, at Parkweg 1, from 2022-03-14, until 2022-06-14, call Kees Bloem
Bollenschuur, GM0553, 16, persons, at Heereweg 20, from 2022-04-01, until 2022-10-01, call Kees Bloem`},
	{`Goedemiddag,

Gisteren mailde ik u over 60 plekken in De Leeuw. Dat moeten er 80 zijn. De overige gegevens (beschikbaar vanaf 1 april, contact Sylvia Roos 06-99887766) kloppen wel.

Sylvia Roos`,
		"De Leeuw, 80, persons, from 2022-04-01, call Sylvia Roos, 06-99887766, update true"},
	{`Beste,

Hierbij trekken we de melding van landgoed De Horst in. De eigenaar wil het pand toch verkopen. Zalencentrum Vredelust (55 bedden) blijft wel staan, vanaf 20 maart.

Ina Prins`,
		`landgoed De Horst, call Ina Prins, withdrawn true
Zalencentrum Vredelust, 55, beds, from 2022-03-20, call Ina Prins`},
	{`Aan: crisisteam
Van: gemeente Nunspeet

Conform afspraak de volgende drie locaties. Hotel Dennenrust, dat vanaf 14 maart twintig kamers voor telkens twee personen levert. Vakantiepark De Heihorst in Elspeet, waar 15 chalets (4-persoons) klaarstaan van 1 april tot 1 juli. En tot slot het kerkelijk centrum De Wijngaard met 35 bedden; dat kan pas na Pasen.

Contact loopt via Harmen Schouten, 0341 - 12 34 56.`,
		`Hotel Dennenrust, (hotel), GM0302, 20, x 2, rooms, from 2022-03-14, call Harmen Schouten, 0341 - 12 34 56
Vakantiepark De Heihorst, (holiday_park), GM0302, 15, x 4, rooms, from 2022-04-01, until 2022-07-01, call Harmen Schouten, 0341 - 12 34 56
De Wijngaard, GM0302, 35, beds, from unknown, call Harmen Schouten, 0341 - 12 34 56`},
	{`Dag,

Mijn ouders hebben een leegstaand bovenhuis in Leiden (Breestraat 100) met plek voor 4 personen. Het is vanaf 20 maart vrij en kan een half jaar gebruikt worden. U kunt mij bellen: Noor Visser, 06 7654 3210.`,
		"Breestraat 100, GM0546, 4, persons, at Breestraat 100, from 2022-03-20, until 2022-09-20, call Noor Visser, 06 7654 3210"},
	{`Beste heer Smit,

Wij hebben binnen onze organisatie gekeken wat er mogelijk is. Op locatie Noord hebben wij 10 kamers vrij. Op locatie Zuid zijn dat er 6. Beide locaties zijn beschikbaar van 15 maart tot 15 september. Per kamer kunnen twee personen worden gehuisvest.

Met vriendelijke groet,
Karin de Boer
Zorggroep Horizon`,
		`locatie Noord, 10, x 2, rooms, from 2022-03-15, until 2022-09-15, call Karin de Boer
locatie Zuid, 6, x 2, rooms, from 2022-03-15, until 2022-09-15, call Karin de Boer`},
	{`Update 11 maart:
Sporthal Beukenlaan: van 80 naar 100 bedden, t/m 1 mei
Hotel De Kroon: ongewijzigd (34 plekken)
Partyschip Neptunus: gaat niet door

Vr.gr. Pim`,
		`Sporthal Beukenlaan, (sports_hall), 100, beds, until 2022-05-02, call Pim, update true
Hotel De Kroon, (hotel), 34, persons, call Pim, update true
Partyschip Neptunus, (ship), call Pim, withdrawn true`},
	{`Locatie;Gemeente;Capaciteit;Periode
De Brink;Zeist;40;1-4-2022 t/m 30-6-2022
De Weide;Bunnik;25;vanaf 1-5-2022`,
		`De Brink, GM0355, 40, persons, from 2022-04-01, until 2022-07-01
De Weide, GM0312, 25, persons, from 2022-05-01`},
	{`Periode: 1 april t/m 30 september 2022

Locaties:
- De Brink, Zeist, 40 plekken
- De Weide, Bunnik, 25 plekken`,
		`De Brink, GM0355, 40, persons, from 2022-04-01, until 2022-10-01
De Weide, GM0312, 25, persons, from 2022-04-01, until 2022-10-01`},
	{`Onze locaties zijn beschikbaar van 14 maart tot 14 mei:
1. De Brink: 40
2. De Weide: 25
3. Hotel Ster: 18 kamers (tot 1 mei)`,
		`De Brink, 40, persons, from 2022-03-14, until 2022-05-14
De Weide, 25, persons, from 2022-03-14, until 2022-05-14
Hotel Ster, (hotel), 18, rooms, from 2022-03-14, until 2022-05-01`},
	{`Hotel De Ster: 20 kamers, in te zetten vanaf 18 maart.
Beschikbaarheid De Brink: 40 bedden van 18 maart t/m 18 april.`,
		`Hotel De Ster, (hotel), 20, rooms, from 2022-03-18
De Brink, 40, beds, from 2022-03-18, until 2022-04-19`},
}
