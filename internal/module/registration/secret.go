package registration

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// alphabet is that of the reference codes: no two letters that are misread for
// each other, and no vowel.
const alphabet = "234679CDFHJKMNPQRTVWXY"

const (
	codeLetters   = 8  // of a draft; reference codes of households have six
	secretLetters = 12 // 22^12 is 53 bits
	group         = 4
	// stretch makes each guess cost some milliseconds, for who guesses on a stolen
	// copy of the store as well.
	stretch = 10_000
	keySize = 32 // bytes: AES-256
)

// newWord makes a random word of so many letters, in groups of four.
func newWord(letters int) (string, error) {
	var word strings.Builder
	most := big.NewInt(int64(len(alphabet)))
	for i := range letters {
		if i > 0 && i%group == 0 {
			word.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, most)
		if err != nil {
			return "", fmt.Errorf("registration: %w", err)
		}
		word.WriteByte(alphabet[n.Int64()])
	}
	return word.String(), nil
}

// fold brings a typed code or secret into the form it was made in: capital
// letters and digits in groups. A reference code of six has groups of three.
func fold(typed string) string {
	var letters []rune
	for _, letter := range strings.ToUpper(typed) {
		if letter >= '0' && letter <= '9' || letter >= 'A' && letter <= 'Z' {
			letters = append(letters, letter)
		}
	}
	size := group
	if len(letters) == 6 {
		size = 3
	}
	var word strings.Builder
	for i, letter := range letters {
		if i > 0 && i%size == 0 {
			word.WriteByte('-')
		}
		word.WriteRune(letter)
	}
	return word.String()
}

// lock is what a secret gives: the digest it is known by, and the key the answers
// are sealed with. The one does not give the other.
type lock struct {
	digest string
	key    []byte
}

// lockOf stretches the secret of a registration; its id is the salt.
func lockOf(household, secret string) (lock, error) {
	stretched, err := pbkdf2.Key(sha256.New, fold(secret), []byte(household), stretch, 2*keySize)
	if err != nil {
		return lock{}, fmt.Errorf("registration: %w", err)
	}
	sum := sha256.Sum256(stretched[:keySize])
	return lock{hex.EncodeToString(sum[:]), stretched[keySize:]}, nil
}

func (l lock) cipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(l.key)
	if err != nil {
		return nil, fmt.Errorf("registration: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal encrypts answers for the store.
func (l lock) seal(answers Answers) (string, error) {
	plain, err := json.Marshal(answers)
	if err != nil {
		return "", fmt.Errorf("registration: %w", err)
	}
	box, err := l.cipher()
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(box.Seal(nil, nil, plain, nil)), nil
}

// unseal reads what seal wrote.
func (l lock) unseal(sealed string) (answers Answers, err error) {
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return answers, fmt.Errorf("registration: %w", err)
	}
	box, err := l.cipher()
	if err != nil {
		return answers, err
	}
	plain, err := box.Open(nil, nil, data, nil)
	if err != nil {
		return answers, fmt.Errorf("registration: the answers do not open: %w", err)
	}
	if err := json.Unmarshal(plain, &answers); err != nil {
		return answers, fmt.Errorf("registration: %w", err)
	}
	return answers, nil
}
