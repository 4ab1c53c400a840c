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
Alphen aan den Rijn: Boskoop, Hazerswoude
Altena: Almkerk
Apeldoorn: Beekbergen, Ugchelen
Barneveld: Voorthuizen, Kootwijkerbroek, Garderen
Bergen op Zoom: Halsteren, Lepelstraat
Berkelland: Borculo, Eibergen, Neede, Ruurlo
Bernheze: Heesch, Heeswijk-Dinther, Nistelrode
Bodegraven-Reeuwijk: Bodegraven, Reeuwijk
Borsele: Heinkenszand, 's-Heerenhoek
Breda: Prinsenbeek, Bavel, Teteringen, Ulvenhout
Bronckhorst: Vorden, Zelhem, Steenderen
Brummen: Eerbeek
Bunnik: Odijk, Werkhoven
Buren: Maurik, Lienden, Beusichem
Castricum: Akersloot, Limmen
Coevorden: Dalen, Sleen, Zweeloo, Schoonoord, Oosterhesselen
Cranendonck: Budel, Maarheeze
Dalfsen: Nieuwleusen, Lemelerveld
De Bilt: Bilthoven, Maartensdijk, Groenekan
De Fryske Marren: Joure, Lemmer
De Ronde Venen: Mijdrecht, Vinkeveen, Wilnis, Abcoude
De Wolden: Ruinen, Zuidwolde, Ruinerwold, De Wijk
Deventer: Bathmen, Diepenveen, Schalkhaar, Lettele
Dijk en Waard: Heerhugowaard, Langedijk, Broek op Langedijk, Noord-Scharwoude
Dinkelland: Denekamp, Ootmarsum, Weerselo
Drechterland: Hoogkarspel, Venhuizen
Drimmelen: Lage Zwaluwe, Terheijden
Dronten: Biddinghuizen, Swifterbant
Ede: Lunteren, Bennekom, Harskamp, Otterlo
Eemsdelta: Delfzijl, Appingedam, Loppersum
Elburg: 't Harde, Doornspijk
Emmen: Klazienaveen, Emmer-Compascuum, Schoonebeek, Nieuw-Amsterdam
Epe: Vaassen, Emst
Geertruidenberg: Raamsdonksveer
Geldrop-Mierlo: Geldrop, Mierlo
Gemert-Bakel: Gemert, Bakel
Gennep: Milsbeek, Heijen
Gilze en Rijen: Gilze
Goeree-Overflakkee: Middelharnis, Ouddorp, Sommelsdijk, Dirksland, Stellendam
Gooise Meren: Bussum, Naarden, Muiden, Muiderberg
Groningen: Hoogkerk, Ten Boer
Gulpen-Wittem: Gulpen
Haarlemmermeer: Hoofddorp, Nieuw-Vennep, Badhoevedorp, Zwanenburg
Halderberge: Oudenbosch, Oud Gastel
Hardenberg: Dedemsvaart, Gramsbergen, Slagharen, Balkbrug
Heerde: Wapenveld
Hellendoorn: Nijverdal
Het Hogeland: Winsum, Uithuizen, Bedum, Leens, Uithuizermeeden
Heumen: Malden
Heusden: Drunen, Vlijmen
Hoeksche Waard: Oud-Beijerland, Numansdorp, 's-Gravendeel, Strijen, Puttershoek
Hof van Twente: Goor, Delden, Markelo, Diepenheim, Hengevelde
Hollands Kroon: Den Oever, Wieringerwerf, Anna Paulowna, Hippolytushoef
Horst aan de Maas: Sevenum, Grubbenvorst
Kaag en Braassem: Roelofarendsveen, Leimuiden
Kampen: IJsselmuiden
Katwijk: Rijnsburg
Koggenland: Obdam, Avenhorn
Krimpenerwaard: Schoonhoven, Bergambacht, Lekkerkerk, Gouderak, Stolwijk, Haastrecht
Land van Cuijk: Cuijk, Boxmeer
Laarbeek: Beek en Donk, Aarle-Rixtel, Lieshout
Lansingerland: Bergschenhoek, Bleiswijk, Berkel en Rodenrijs
Leeuwarden: Stiens, Grou, Goutum
Leidschendam-Voorburg: Leidschendam, Voorburg
Leudal: Heythuysen, Haelen
Lingewaard: Huissen, Bemmel, Gendt
Lochem: Gorssel, Eefde, Barchem
Loon op Zand: Kaatsheuvel
Maasdriel: Kerkdriel, Hedel
Maasgouw: Maasbracht
Maashorst: Uden, Schaijk
Medemblik: Wervershoof, Andijk, Wognum, Opperdoes
Meierijstad: Veghel, Schijndel, Sint-Oedenrode
Midden-Delfland: Schipluiden
Midden-Drenthe: Beilen, Westerbork, Smilde
Midden-Groningen: Hoogezand, Sappemeer, Slochteren
Moerdijk: Zevenbergen, Klundert, Fijnaart
Molenlanden: Bleskensgraaf, Groot-Ammers, Giessenburg, Nieuw-Lekkerland
Montferland: 's-Heerenberg, Didam, Zeddam
Montfoort: Linschoten
Neder-Betuwe: Opheusden, Kesteren, Dodewaard, Ochten
Nijkerk: Hoevelaken
Nissewaard: Spijkenisse
Noardeast-Fryslân: Dokkum, Kollum
Noord-Beveland: Kamperland, Kortgene
Noordenveld: Roden, Norg, Peize
Noordoostpolder: Emmeloord, Marknesse
Noordwijk: Noordwijkerhout
Nunspeet: Elspeet, Vierhouten
Oldambt: Winschoten, Scheemda
Oldebroek: Wezep
Olst-Wijhe: Wijhe, Olst
Ommen: Lemele, Beerze
Oost Gelre: Groenlo, Lichtenvoorde
Ooststellingwerf: Oosterwolde, Appelscha, Oldeberkoop, Haulerwijk
Opsterland: Gorredijk, Beetsterzwaag, Ureterp
Oss: Megen, Ravenstein, Berghem
Oude IJsselstreek: Ulft, Terborg, Gendringen, Varsseveld
Overbetuwe: Zetten, Heteren, Andelst
Peel en Maas: Panningen, Maasbree
Pekela: Oude Pekela, Nieuwe Pekela
Pijnacker-Nootdorp: Pijnacker, Nootdorp
Purmerend: Middenbeemster
Raalte: Heino, Heeten
Reimerswaal: Yerseke, Kruiningen, Rilland
Renkum: Oosterbeek, Doorwerth, Wolfheze, Heelsum
Reusel-De Mierden: Reusel
Rheden: Dieren, Ellecom, De Steeg
Rijssen-Holten: Rijssen, Holten
Roermond: Swalmen
Roosendaal: Wouw
Rotterdam: Hoek van Holland, Rozenburg, Hoogvliet, Pernis
Schagen: Tuitjenhorn, Callantsoog, Petten
Schouwen-Duiveland: Zierikzee, Renesse, Burgh-Haamstede, Brouwershaven
's-Hertogenbosch: Rosmalen
Sittard-Geleen: Sittard, Geleen
Sluis: Oostburg, Breskens, Cadzand
Smallingerland: Drachten
Soest: Soesterberg
Steenwijkerland: Steenwijk, Vollenhove, Giethoorn
Stichtse Vecht: Maarssen, Breukelen
Súdwest-Fryslân: Sneek, Bolsward, Workum, Makkum
Terneuzen: Axel, Sas van Gent, Zaamslag
Texel: Den Burg, De Koog, De Cocksdorp
Teylingen: Sassenheim, Voorhout, Warmond
Tilburg: Udenhout, Berkel-Enschot
Tubbergen: Albergen
Twenterand: Vriezenveen, Vroomshoop, Den Ham
Tynaarlo: Zuidlaren, Eelde, Paterswolde
Utrecht: De Meern, Vleuten
Utrechtse Heuvelrug: Driebergen, Amerongen, Leersum, Maarn
Veere: Domburg, Koudekerke, Westkapelle, Oostkapelle
Velsen: IJmuiden, Velsen-Noord, Santpoort, Driehuis, Velserbroek
Venlo: Tegelen, Blerick, Arcen
Vijfheerenlanden: Leerdam, Vianen, Meerkerk
Vlissingen: Oost-Souburg
Voorne aan Zee: Hellevoetsluis, Rockanje, Oostvoorne
Voorst: Twello
Vught: Helvoirt, Cromvoirt
Waadhoeke: Franeker, Menaam, Sint Annaparochie
Waalwijk: Waspik, Sprang-Capelle
Weert: Stramproy
West Betuwe: Geldermalsen, Beesd, Waardenburg
West Maas en Waal: Beneden-Leeuwen, Wamel
Westerkwartier: Zuidhorn, Marum, Grootegast, Oldehove, Grijpskerk
Westerveld: Havelte, Diever, Dwingeloo, Vledder
Westerwolde: Ter Apel, Vlagtwedde, Bellingwolde, Bourtange
Westland: Naaldwijk, 's-Gravenzande, De Lier, Wateringen, Maasdijk, Poeldijk
Weststellingwerf: Wolvega
Wijdemeren: Loosdrecht, Nederhorst den Berg, Ankeveen
Woensdrecht: Hoogerheide, Ossendrecht, Huijbergen
Woerden: Harmelen, Kamerik
Zaanstad: Zaandam, Krommenie, Wormerveer, Assendelft, Koog aan de Zaan, Zaandijk
Zeist: Den Dolder, Huis ter Heide, Bosch en Duin
Zevenaar: Lobith, Giesbeek, Angerlo
Zuidplas: Zevenhuizen, Moerkapelle, Nieuwerkerk aan den IJssel, Moordrecht
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
