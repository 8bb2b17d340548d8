/** What can go wrong when something sealed is opened. Names are those of dingxin/sealing/errors.py; no message holds a secret. */

export class SealBroken extends Error {
  override name = "SealBroken"; // set as a value: minified class names mean nothing
}
export class FrameBroken extends SealBroken {
  override name = "FrameBroken";
}
export class CanonicalBroken extends SealBroken {
  override name = "CanonicalBroken";
}
export class RecipientRefused extends SealBroken {
  override name = "RecipientRefused";
}
export class SignatureBad extends SealBroken {
  override name = "SignatureBad";
}
export class DigitsWrong extends SealBroken {
  override name = "DigitsWrong";
}
export type Refusal =
  | "not-yet" | "expired" | "too-few-signers" | "unknown-signer" | "signed-twice" | "own-signature" | "wrong-body";
export class StatementRefused extends SealBroken {
  override name = "StatementRefused";
  constructor(readonly reason: Refusal) {
    super("statement refused: " + reason);
  }
}
