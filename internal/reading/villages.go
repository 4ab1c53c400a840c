package reading

import "strings"

// villageRows tie places people write of to the municipality they lie in, by its
// name of 2023. Only names that mean one place, and no person or thing in a mail:
// no Elst (two of them), Volendam (a ship), Vries (a surname). Common knowledge,
// written down by hand; the municipality is checked against the atlas by a test.
const villageRows = `Aa en Hunze: Gieten, Rolde, Gasselte, Annen, Gasselternijveen
Aalten: Dinxperlo, Bredevoort
Achtkarspelen: Surhuisterveen, Buitenpost
Alkmaar: De Rijp
Alphen aan den Rijn: Boskoop, Hazerswoude, Koudekerk aan den Rijn, Benthuizen
Alphen-Chaam: Chaam
Altena: Almkerk, Werkendam, Woudrichem, Wijk en Aalburg
Ameland: Hollum
Apeldoorn: Beekbergen, Ugchelen, Hoenderloo
Barneveld: Voorthuizen, Kootwijkerbroek, Garderen
Beekdaelen: Schinnen, Schinveld
Berg en Dal: Groesbeek, Ubbergen, Millingen aan de Rijn
Bergen (NH.): Egmond aan Zee, Schoorl, Egmond-Binnen, Bergen aan Zee
Bergen op Zoom: Halsteren, Lepelstraat
Berkelland: Borculo, Eibergen, Neede, Ruurlo
Bernheze: Heesch, Heeswijk-Dinther, Nistelrode
Bladel: Hapert
Bloemendaal: Overveen, Aerdenhout, Vogelenzang, Bennebroek
Bodegraven-Reeuwijk: Bodegraven, Reeuwijk
Borger-Odoorn: Exloo, Nieuw-Buinen
Borsele: Heinkenszand, 's-Heerenhoek
Boxtel: Liempde
Breda: Prinsenbeek, Bavel, Teteringen, Ulvenhout
Bronckhorst: Vorden, Zelhem, Steenderen, Hummelo
Brummen: Eerbeek
Bunnik: Odijk, Werkhoven
Buren: Maurik, Lienden, Beusichem
Castricum: Akersloot, Limmen, Bakkum
Coevorden: Dalen, Sleen, Zweeloo, Schoonoord, Oosterhesselen
Cranendonck: Budel, Maarheeze, Soerendonk
Dalfsen: Nieuwleusen, Lemelerveld
Dantumadiel: Damwoude, Veenwouden
De Bilt: Bilthoven, Maartensdijk, Groenekan, Hollandsche Rading
De Fryske Marren: Joure, Lemmer, Langweer
De Ronde Venen: Mijdrecht, Vinkeveen, Wilnis, Abcoude
De Wolden: Ruinen, Zuidwolde, Ruinerwold, De Wijk
Den Helder: Julianadorp, Huisduinen
Deventer: Bathmen, Diepenveen, Schalkhaar, Lettele, Colmschate
Dijk en Waard: Heerhugowaard, Langedijk, Broek op Langedijk, Noord-Scharwoude
Dinkelland: Denekamp, Ootmarsum, Weerselo
Doetinchem: Wehl, Gaanderen
Drechterland: Hoogkarspel, Venhuizen
Drimmelen: Lage Zwaluwe, Terheijden
Dronten: Biddinghuizen, Swifterbant
Echt-Susteren: Susteren
Edam-Volendam: Edam, Oosthuizen
Ede: Lunteren, Bennekom, Harskamp, Otterlo, Ederveen
Eemsdelta: Delfzijl, Appingedam, Loppersum
Eersel: Duizel, Knegsel, Vessem
Eijsden-Margraten: Eijsden, Margraten, Gronsveld
Elburg: 't Harde, Doornspijk
Emmen: Klazienaveen, Emmer-Compascuum, Schoonebeek, Nieuw-Amsterdam, Nieuw-Weerdinge
Epe: Vaassen, Emst
Geertruidenberg: Raamsdonksveer
Geldrop-Mierlo: Geldrop, Mierlo
Gemert-Bakel: Gemert, Bakel
Gennep: Milsbeek, Heijen, Ottersum
Gilze en Rijen: Gilze
Goeree-Overflakkee: Middelharnis, Ouddorp, Sommelsdijk, Dirksland, Stellendam, Goedereede
Gooise Meren: Bussum, Naarden, Muiden, Muiderberg
's-Gravenhage: Scheveningen, Loosduinen
Groningen: Hoogkerk, Ten Boer
Gulpen-Wittem: Gulpen, Wittem, Wijlre
Haarlemmermeer: Hoofddorp, Nieuw-Vennep, Badhoevedorp, Zwanenburg, Schiphol, Vijfhuizen, Halfweg, Cruquius, Rijsenhout
Halderberge: Oudenbosch, Oud Gastel
Hardenberg: Dedemsvaart, Gramsbergen, Slagharen, Balkbrug
Heerde: Wapenveld
Heerenveen: Akkrum, Jubbega, Oranjewoud
Heerlen: Hoensbroek
Heeze-Leende: Heeze, Leende, Sterksel
Hellendoorn: Nijverdal
's-Hertogenbosch: Rosmalen
Het Hogeland: Winsum, Uithuizen, Bedum, Leens, Uithuizermeeden, Lauwersoog, Eemshaven, Warffum
Heumen: Malden
Heusden: Drunen, Vlijmen
Hoeksche Waard: Oud-Beijerland, Numansdorp, 's-Gravendeel, Strijen, Puttershoek
Hof van Twente: Goor, Delden, Markelo, Diepenheim, Hengevelde
Hollands Kroon: Den Oever, Wieringerwerf, Anna Paulowna, Hippolytushoef, Slootdorp, Middenmeer
Horst aan de Maas: Sevenum, Grubbenvorst, Meerlo
Hulst: Kloosterzande
Kaag en Braassem: Roelofarendsveen, Leimuiden, Oude Wetering
Kampen: IJsselmuiden
Kapelle: Wemeldinge
Katwijk: Rijnsburg, Katwijk aan Zee
Kerkrade: Eygelshoven
Koggenland: Obdam, Avenhorn, Ursem
Krimpenerwaard: Schoonhoven, Bergambacht, Lekkerkerk, Gouderak, Stolwijk, Haastrecht, Ouderkerk aan den IJssel
Laarbeek: Beek en Donk, Aarle-Rixtel, Lieshout
Land van Cuijk: Cuijk, Boxmeer, Sint Anthonis, Overloon, Vierlingsbeek
Landgraaf: Schaesberg
Lansingerland: Bergschenhoek, Bleiswijk, Berkel en Rodenrijs
Leeuwarden: Stiens, Grou, Goutum
Leidschendam-Voorburg: Leidschendam, Voorburg, Stompwijk
Leudal: Heythuysen, Haelen, Roggel
Lingewaard: Huissen, Bemmel, Gendt, Angeren
Lochem: Gorssel, Eefde, Barchem, Almen
Loon op Zand: Kaatsheuvel
Maasdriel: Kerkdriel, Hedel
Maasgouw: Maasbracht, Wessem
Maashorst: Uden, Schaijk
Medemblik: Wervershoof, Andijk, Wognum, Opperdoes, Abbekerk
Meerssen: Ulestraten
Meierijstad: Veghel, Schijndel, Sint-Oedenrode
Midden-Delfland: Schipluiden, Maasland
Midden-Drenthe: Beilen, Westerbork, Smilde
Midden-Groningen: Hoogezand, Sappemeer, Slochteren, Muntendam
Moerdijk: Zevenbergen, Klundert, Fijnaart
Molenlanden: Bleskensgraaf, Groot-Ammers, Giessenburg, Nieuw-Lekkerland
Montferland: 's-Heerenberg, Didam, Zeddam
Montfoort: Linschoten
Mook en Middelaar: Molenhoek
Neder-Betuwe: Opheusden, Kesteren, Dodewaard, Ochten
Nijkerk: Hoevelaken
Nissewaard: Spijkenisse
Noardeast-Fryslân: Dokkum, Kollum, Ferwert, Holwerd
Noord-Beveland: Kamperland, Kortgene
Noordenveld: Roden, Norg, Peize
Noordoostpolder: Emmeloord, Marknesse, Nagele, Luttelgeest, Kraggenburg, Tollebeek
Noordwijk: Noordwijkerhout
Nunspeet: Elspeet, Vierhouten
Oirschot: Middelbeers
Oisterwijk: Moergestel
Oldambt: Winschoten, Scheemda, Finsterwolde, Midwolda
Oldebroek: Wezep
Olst-Wijhe: Wijhe, Olst
Ommen: Lemele, Beerze
Oost Gelre: Groenlo, Lichtenvoorde
Ooststellingwerf: Oosterwolde, Appelscha, Oldeberkoop, Haulerwijk
Opsterland: Gorredijk, Beetsterzwaag, Ureterp
Oss: Megen, Ravenstein, Berghem, Geffen
Oude IJsselstreek: Ulft, Terborg, Gendringen, Varsseveld
Overbetuwe: Zetten, Heteren, Andelst
Peel en Maas: Panningen, Maasbree, Meijel
Pekela: Oude Pekela, Nieuwe Pekela
Pijnacker-Nootdorp: Pijnacker, Nootdorp, Delfgauw
Purmerend: Middenbeemster
Raalte: Heino, Heeten
Reimerswaal: Yerseke, Kruiningen, Rilland, Krabbendijke
Renkum: Oosterbeek, Doorwerth, Wolfheze, Heelsum
Reusel-De Mierden: Reusel
Rheden: Dieren, Ellecom, De Steeg, Velp
Rijssen-Holten: Rijssen, Holten
Roerdalen: Herkenbosch, Posterholt
Roermond: Swalmen
Roosendaal: Wouw
Rotterdam: Hoek van Holland, Rozenburg, Hoogvliet, Pernis
Rucphen: Sprundel
Schagen: Tuitjenhorn, Callantsoog, Petten, Sint Maartenszee, Warmenhuizen
Schouwen-Duiveland: Zierikzee, Renesse, Burgh-Haamstede, Brouwershaven, Bruinisse
Simpelveld: Bocholtz
Sint-Michielsgestel: Berlicum, Den Dungen
Sittard-Geleen: Sittard, Geleen, Munstergeleen
Sluis: Oostburg, Breskens, Cadzand, Aardenburg
Smallingerland: Drachten, Rottevalle
Soest: Soesterberg
Stede Broec: Bovenkarspel, Grootebroek, Lutjebroek
Steenbergen: Dinteloord
Steenwijkerland: Steenwijk, Vollenhove, Giethoorn, Oldemarkt, Blokzijl, Wanneperveen
Stichtse Vecht: Maarssen, Breukelen, Vreeland, Kockengen
Súdwest-Fryslân: Sneek, Bolsward, Workum, Makkum, IJlst, Hindeloopen, Stavoren, Koudum, Witmarsum, Wommels
Terneuzen: Axel, Sas van Gent, Zaamslag
Terschelling: West-Terschelling, Midsland
Texel: Den Burg, De Koog, De Cocksdorp, Oudeschild
Teylingen: Sassenheim, Voorhout, Warmond
Tilburg: Udenhout, Berkel-Enschot
Tubbergen: Albergen
Twenterand: Vriezenveen, Vroomshoop, Den Ham
Tynaarlo: Zuidlaren, Eelde, Paterswolde
Tytsjerksteradiel: Burgum, Hurdegaryp
Utrecht: De Meern, Vleuten, Haarzuilens
Utrechtse Heuvelrug: Driebergen, Amerongen, Leersum, Maarn, Doorn, Driebergen-Rijsenburg, Maarsbergen
Veere: Domburg, Koudekerke, Westkapelle, Oostkapelle, Zoutelande, Vrouwenpolder, Aagtekerke
Velsen: IJmuiden, Velsen-Noord, Santpoort, Driehuis, Velserbroek, Santpoort-Noord, Santpoort-Zuid
Venlo: Tegelen, Blerick, Arcen, Belfeld
Venray: Ysselsteyn
Vijfheerenlanden: Leerdam, Vianen, Meerkerk, Ameide, Lexmond
Vlissingen: Oost-Souburg
Voorne aan Zee: Hellevoetsluis, Rockanje, Oostvoorne, Brielle
Voorst: Twello, Terwolde
Vught: Helvoirt, Cromvoirt
Waadhoeke: Franeker, Menaam, Sint Annaparochie, Menaldum, Dronryp
Waalwijk: Waspik, Sprang-Capelle
Waterland: Monnickendam, Broek in Waterland, Ilpendam
Weert: Stramproy
West Betuwe: Geldermalsen, Beesd, Waardenburg, Asperen
West Maas en Waal: Beneden-Leeuwen, Wamel
Westerkwartier: Zuidhorn, Marum, Grootegast, Oldehove, Grijpskerk, Leek, Aduard
Westerveld: Havelte, Diever, Dwingeloo, Vledder
Westerwolde: Ter Apel, Vlagtwedde, Bellingwolde, Bourtange
Westland: Naaldwijk, 's-Gravenzande, De Lier, Wateringen, Maasdijk, Poeldijk, Kwintsheul, Honselersdijk
Weststellingwerf: Wolvega
Wijdemeren: Loosdrecht, Nederhorst den Berg, Ankeveen, 's-Graveland, Kortenhoef
Wijk bij Duurstede: Cothen, Langbroek
Woensdrecht: Hoogerheide, Ossendrecht, Huijbergen
Woerden: Harmelen, Kamerik, Zegveld
Wormerland: Wormer
Zaanstad: Zaandam, Krommenie, Wormerveer, Assendelft, Koog aan de Zaan, Zaandijk, Westzaan
Zeist: Den Dolder, Huis ter Heide, Bosch en Duin
Zevenaar: Lobith, Giesbeek, Angerlo, Tolkamer, Pannerden
Zuidplas: Zevenhuizen, Moerkapelle, Nieuwerkerk aan den IJssel, Moordrecht
Zundert: Rijsbergen
Zutphen: Warnsveld
Zwartewaterland: Hasselt, Genemuiden, Zwartsluis`

// villages ties folded names of places to the name of their municipality.
var villages = readVillages()

func readVillages() map[string]string {
	index := map[string]string{}
	for _, row := range strings.Split(villageRows, "\n") {
		municipality, places, _ := strings.Cut(row, ": ")
		for _, place := range strings.Split(places, ", ") {
			index[foldWord(place)] = municipality
		}
	}
	return index
}
