package wire

// CmdMissing tells the registrar that the urn has given a receipt for a ballot
// that is not among the sealed ones: the receipt, a journal.Statement -> Done.
// Anybody may send it, and should send it as an observer, without a key: it
// names nobody.
const CmdMissing = "missing"
