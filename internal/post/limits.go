package post

// The limits of one mail. They are far above what people send and low enough that
// the worst mail costs a second and 64 MiB: see TestEvilMailStaysWithinLimits.
const (
	mostBytes      = 25 << 20  // of a mail; what comes after is not read
	mostHeader     = 256 << 10 // headers of the mail; as much again for those of all its parts
	mostField      = 64 << 10  // one header field
	mostParts      = 100
	mostDepth      = 20
	mostText       = 1 << 20 // text of a letter, and of one plain part
	mostHTML       = 2 << 20 // source of one HTML part: mail programs write a lot of it
	mostFile       = 5 << 20 // one attachment
	mostFiles      = 10 << 20
	mostAddresses  = 100
	mostReferences = 100
	mostWarnings   = 50
	mostDetail     = 200 // characters of a warning's detail
	mostName       = 200 // characters of a file name
	mostLine       = 998 // characters of a subject or a name (RFC 5322)
	mostBoundary   = 256 // bytes; RFC 2046 allows 70
)
