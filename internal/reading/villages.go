package reading

import (
	"strings"

	"onderdak/internal/atlas"
)

// villageRows ties places that are no municipality to theirs, by the division of
// 2023: a municipality, then its villages and towns. Written down from general
// knowledge of the country and far from complete: what is missing is asked for.
// Names that several places bear, or that are common words, are left out.
const villageRows = `'s-Gravenhage: Scheveningen, Loosduinen
Haarlemmermeer: Hoofddorp, Nieuw-Vennep, Badhoevedorp, Schiphol, Zwanenburg, Vijfhuizen, Halfweg, Cruquius, Rijsenhout
Dronten: Biddinghuizen, Swifterbant
Noordoostpolder: Emmeloord, Marknesse, Nagele, Luttelgeest, Kraggenburg, Tollebeek
Steenwijkerland: Giethoorn, Steenwijk, Vollenhove, Oldemarkt, Blokzijl, Wanneperveen
Veere: Domburg, Westkapelle, Zoutelande, Oostkapelle, Vrouwenpolder, Aagtekerke
Schouwen-Duiveland: Zierikzee, Burgh-Haamstede, Renesse, Brouwershaven, Bruinisse
Sluis: Oostburg, Cadzand, Breskens, Aardenburg
Terneuzen: Axel, Sas van Gent, Zaamslag
Hulst: Kloosterzande
Kapelle: Wemeldinge
Reimerswaal: Kruiningen, Yerseke, Krabbendijke
Utrechtse Heuvelrug: Doorn, Driebergen, Driebergen-Rijsenburg, Leersum, Amerongen, Maarn, Maarsbergen
Zeist: Den Dolder, Bosch en Duin
De Bilt: Bilthoven, Maartensdijk, Groenekan, Hollandsche Rading
Stichtse Vecht: Maarssen, Breukelen, Vreeland, Kockengen
Soest: Soesterberg
Bunnik: Odijk, Werkhoven
Wijk bij Duurstede: Cothen, Langbroek
Vijfheerenlanden: Vianen, Leerdam, Meerkerk, Ameide, Lexmond
De Ronde Venen: Mijdrecht, Vinkeveen, Abcoude, Wilnis
Woerden: Harmelen, Kamerik, Zegveld
Utrecht: Vleuten, De Meern, Haarzuilens
Gooise Meren: Bussum, Naarden, Muiden, Muiderberg
Wijdemeren: Loosdrecht, 's-Graveland, Kortenhoef, Nederhorst den Berg, Ankeveen
Velsen: IJmuiden, Santpoort-Noord, Santpoort-Zuid, Velserbroek
Bloemendaal: Overveen, Aerdenhout, Vogelenzang, Bennebroek
Zaanstad: Zaandam, Krommenie, Wormerveer, Assendelft, Koog aan de Zaan, Zaandijk, Westzaan
Wormerland: Wormer
Purmerend: Middenbeemster
Edam-Volendam: Edam, Volendam, Oosthuizen
Waterland: Monnickendam, Broek in Waterland, Ilpendam
Hollands Kroon: Wieringerwerf, Anna Paulowna, Den Oever, Hippolytushoef, Slootdorp, Middenmeer
Den Helder: Julianadorp, Huisduinen
Schagen: Callantsoog, Petten, Sint Maartenszee, Warmenhuizen, Tuitjenhorn
Bergen (NH.): Egmond aan Zee, Schoorl, Egmond-Binnen, Bergen aan Zee
Castricum: Akersloot, Limmen, Bakkum
Dijk en Waard: Heerhugowaard, Noord-Scharwoude, Broek op Langedijk
Koggenland: Obdam, Avenhorn, Ursem
Medemblik: Wognum, Andijk, Opperdoes, Wervershoof, Abbekerk
Drechterland: Hoogkarspel
Stede Broec: Bovenkarspel, Grootebroek, Lutjebroek
Texel: Den Burg, De Koog, De Cocksdorp, Oudeschild
Terschelling: West-Terschelling, Midsland
Ameland: Hollum
Smallingerland: Drachten, Rottevalle
Opsterland: Gorredijk, Beetsterzwaag, Ureterp
Ooststellingwerf: Oosterwolde, Appelscha, Haulerwijk
Weststellingwerf: Wolvega
De Fryske Marren: Joure, Lemmer, Langweer
Súdwest-Fryslân: Sneek, Bolsward, Workum, Makkum, IJlst, Hindeloopen, Stavoren, Koudum, Witmarsum, Wommels
Waadhoeke: Franeker, Sint Annaparochie, Menaldum, Dronryp
Noardeast-Fryslân: Dokkum, Kollum, Ferwert, Holwerd
Tytsjerksteradiel: Burgum, Hurdegaryp
Dantumadiel: Damwoude, Veenwouden
Achtkarspelen: Surhuisterveen, Buitenpost
Leeuwarden: Grou, Stiens, Goutum
Heerenveen: Akkrum, Jubbega, Oranjewoud
Midden-Groningen: Hoogezand, Sappemeer, Slochteren, Muntendam
Westerkwartier: Leek, Zuidhorn, Grootegast, Marum, Aduard
Het Hogeland: Winsum, Uithuizen, Bedum, Leens, Lauwersoog, Eemshaven, Warffum
Eemsdelta: Delfzijl, Appingedam, Loppersum
Oldambt: Winschoten, Scheemda, Finsterwolde, Midwolda
Westerwolde: Ter Apel, Vlagtwedde, Bellingwolde
Groningen: Ten Boer, Hoogkerk
Tynaarlo: Zuidlaren, Eelde, Paterswolde
Noordenveld: Roden, Norg, Peize
Aa en Hunze: Gieten, Rolde, Gasselte
Borger-Odoorn: Exloo, Nieuw-Buinen
Midden-Drenthe: Beilen, Smilde, Westerbork
De Wolden: Zuidwolde, Ruinen
Westerveld: Diever, Dwingeloo, Havelte, Vledder
Coevorden: Sleen, Schoonoord
Emmen: Klazienaveen, Emmer-Compascuum, Schoonebeek, Nieuw-Weerdinge
Hardenberg: Dedemsvaart, Gramsbergen, Slagharen, Balkbrug
Dalfsen: Nieuwleusen, Lemelerveld
Zwartewaterland: Hasselt, Genemuiden, Zwartsluis
Kampen: IJsselmuiden
Raalte: Heino
Olst-Wijhe: Olst, Wijhe
Hellendoorn: Nijverdal
Rijssen-Holten: Rijssen, Holten
Hof van Twente: Goor, Delden, Markelo, Diepenheim
Dinkelland: Denekamp, Ootmarsum, Weerselo
Twenterand: Vriezenveen, Vroomshoop
Deventer: Diepenveen, Bathmen, Schalkhaar, Colmschate
Apeldoorn: Ugchelen, Beekbergen, Hoenderloo
Epe: Vaassen
Heerde: Wapenveld
Oldebroek: Wezep
Elburg: 't Harde
Nunspeet: Vierhouten, Elspeet
Barneveld: Voorthuizen, Kootwijkerbroek, Garderen
Ede: Lunteren, Bennekom, Otterlo, Ederveen
Renkum: Oosterbeek, Wolfheze, Heelsum, Doorwerth
Rheden: Velp, Dieren, De Steeg, Ellecom
Overbetuwe: Zetten, Andelst, Heteren
Lingewaard: Bemmel, Huissen, Gendt, Angeren
Berg en Dal: Groesbeek, Ubbergen, Millingen aan de Rijn
Heumen: Malden
West Betuwe: Geldermalsen, Beesd, Asperen
Buren: Maurik, Lienden, Beusichem
Neder-Betuwe: Opheusden, Kesteren, Ochten, Dodewaard
Maasdriel: Kerkdriel, Hedel
Zevenaar: Lobith, Tolkamer, Pannerden
Montferland: Didam, 's-Heerenberg
Bronckhorst: Vorden, Zelhem, Steenderen, Hummelo
Oude IJsselstreek: Ulft, Terborg, Gendringen, Varsseveld
Doetinchem: Wehl, Gaanderen
Aalten: Dinxperlo, Bredevoort
Oost Gelre: Lichtenvoorde, Groenlo
Berkelland: Eibergen, Borculo, Neede, Ruurlo
Lochem: Gorssel, Eefde, Almen
Voorst: Twello, Terwolde
Brummen: Eerbeek
Zutphen: Warnsveld
Leidschendam-Voorburg: Leidschendam, Voorburg, Stompwijk
Westland: Naaldwijk, 's-Gravenzande, De Lier, Poeldijk, Wateringen, Kwintsheul, Honselersdijk
Midden-Delfland: Schipluiden, Maasland
Pijnacker-Nootdorp: Pijnacker, Nootdorp, Delfgauw
Lansingerland: Bleiswijk, Bergschenhoek, Berkel en Rodenrijs
Zuidplas: Nieuwerkerk aan den IJssel, Moordrecht, Moerkapelle
Alphen aan den Rijn: Boskoop, Hazerswoude, Koudekerk aan den Rijn, Benthuizen
Kaag en Braassem: Roelofarendsveen, Leimuiden, Oude Wetering
Teylingen: Sassenheim, Voorhout, Warmond
Katwijk: Rijnsburg, Katwijk aan Zee
Noordwijk: Noordwijkerhout
Bodegraven-Reeuwijk: Bodegraven, Reeuwijk
Krimpenerwaard: Schoonhoven, Bergambacht, Lekkerkerk, Stolwijk, Haastrecht, Ouderkerk aan den IJssel
Molenlanden: Giessenburg, Nieuw-Lekkerland, Groot-Ammers
Hoeksche Waard: Oud-Beijerland, 's-Gravendeel, Numansdorp, Puttershoek, Strijen
Goeree-Overflakkee: Middelharnis, Ouddorp, Sommelsdijk, Dirksland, Stellendam, Goedereede
Voorne aan Zee: Brielle, Hellevoetsluis, Rockanje, Oostvoorne
Nissewaard: Spijkenisse
Rotterdam: Hoogvliet, Hoek van Holland, Pernis
Altena: Werkendam, Woudrichem, Almkerk, Wijk en Aalburg
Drimmelen: Terheijden, Lage Zwaluwe
Moerdijk: Zevenbergen, Klundert, Fijnaart
Halderberge: Oudenbosch
Rucphen: Sprundel
Woensdrecht: Hoogerheide, Ossendrecht, Huijbergen
Steenbergen: Dinteloord
Bergen op Zoom: Halsteren
Loon op Zand: Kaatsheuvel
Tilburg: Udenhout, Berkel-Enschot
Waalwijk: Sprang-Capelle, Waspik
Geertruidenberg: Raamsdonksveer
Heusden: Drunen, Vlijmen
's-Hertogenbosch: Rosmalen
Sint-Michielsgestel: Berlicum, Den Dungen
Meierijstad: Veghel, Schijndel, Sint-Oedenrode
Maashorst: Uden, Schaijk
Bernheze: Heesch, Heeswijk-Dinther, Nistelrode
Land van Cuijk: Cuijk, Boxmeer, Sint Anthonis, Overloon, Vierlingsbeek
Oss: Ravenstein, Berghem, Geffen, Megen
Gemert-Bakel: Gemert, Bakel
Laarbeek: Beek en Donk, Aarle-Rixtel, Lieshout
Geldrop-Mierlo: Geldrop, Mierlo
Heeze-Leende: Heeze, Leende, Sterksel
Cranendonck: Budel, Maarheeze, Soerendonk
Bladel: Hapert
Reusel-De Mierden: Reusel
Eersel: Duizel, Knegsel, Vessem
Oirschot: Middelbeers
Oisterwijk: Moergestel
Gilze en Rijen: Gilze
Alphen-Chaam: Chaam
Zundert: Rijsbergen
Boxtel: Liempde
Vught: Helvoirt, Cromvoirt
Horst aan de Maas: Sevenum, Grubbenvorst, Meerlo
Venray: Ysselsteyn
Venlo: Tegelen, Blerick, Arcen, Belfeld
Peel en Maas: Panningen, Maasbree, Meijel
Leudal: Heythuysen, Haelen, Roggel
Maasgouw: Maasbracht, Wessem
Roerdalen: Herkenbosch, Posterholt
Roermond: Swalmen
Echt-Susteren: Susteren
Weert: Stramproy
Sittard-Geleen: Sittard, Geleen, Munstergeleen
Stein: Elsloo, Urmond
Beekdaelen: Schinnen, Schinveld
Heerlen: Hoensbroek
Landgraaf: Schaesberg
Kerkrade: Eygelshoven
Simpelveld: Bocholtz
Gulpen-Wittem: Gulpen, Wittem, Wijlre
Eijsden-Margraten: Eijsden, Margraten, Gronsveld
Meerssen: Ulestraten
Gennep: Ottersum, Milsbeek
Mook en Middelaar: Molenhoek`

// villages ties folded names of villages to the CBS code of their municipality.
var villages = indexVillages()

func indexVillages() map[string]string {
	index := map[string]string{}
	for _, row := range strings.Split(villageRows, "\n") {
		municipality, names, _ := strings.Cut(row, ": ")
		for _, m := range atlas.ByName(municipality) {
			if m.Name != municipality {
				continue
			}
			for _, name := range strings.Split(names, ", ") {
				index[villageKey(name)] = m.Code
			}
		}
	}
	return index
}

func villageKey(name string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(foldWord(name), "-", " ")), " ")
}

// villageOf gives the municipality of a village, by its Dutch name.
func villageOf(words string) []string {
	if code, ok := villages[villageKey(words)]; ok {
		return []string{code}
	}
	return nil
}
