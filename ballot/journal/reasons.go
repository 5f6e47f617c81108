package journal

// Reasons that an urn of this program gives when it passes a trustee over or rejects
// it. A reader has to take any other text too.
const (
	PassShuffle = "it has not shuffled in time"
	PassProof   = "it has not proved the decryption in time"

	RejectShuffle = "its shuffle does not verify"
	RejectParts   = "its parts of the decryption do not verify against its public share"
	RejectProof   = "its proof of the decryption does not hold"
	RejectAbsent  = "what its entry names never reached the urn"
)
