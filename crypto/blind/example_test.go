package blind_test

import (
	"crypto/rand"
	"fmt"
	"log"

	"valurna/crypto/blind"
)

// A token from the voter's request to the urn's check.
func Example() {
	// Registrar: a key for the ballot. Its modulus stands in the definition.
	signer, err := blind.GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	modulus := signer.Public().Modulus()

	// Booth: the message, blinded.
	key, err := blind.ParsePublicKey(modulus)
	if err != nil {
		log.Fatal(err)
	}
	message := []byte("context and token key")
	request, err := blind.NewRequest(key, message, rand.Reader)
	if err != nil {
		log.Fatal(err)
	}

	// Registrar: signs a number that tells it nothing.
	answer, err := signer.BlindSign(request.Blinded())
	if err != nil {
		log.Fatal(err)
	}

	// Booth: checks the answer and keeps the token.
	token, err := request.Finalize(answer)
	if err != nil {
		log.Fatal(err)
	}

	// Urn and observers: is it a token of this ballot?
	fmt.Println(len(token), key.Verify(message, token))
	// Output: 256 <nil>
}
