/** The tables of personal offers (A15). Times are wall milliseconds. */

/** Which offers visitors got. */
export interface OfferShowingTable {
  conversation: string;
  /** Id of the message that has the card. */
  message: string;
  /** Id in the owner's settings, where it may be no more. */
  offer: string;
  visitor: string;
  /** 1: the server has shown it by itself. */
  automatic: number;
  shown_at: number;
  /** When the visitor took it first. */
  taken_at: number | null;
}

/** What is counted of each offer. Says nothing of anybody, so erasing leaves it as it is. */
export interface OfferCountTable {
  offer: string;
  shown: number;
  taken: number;
  redeemed: number;
}

/** Orders with which offers were redeemed, so that each counts once. */
export interface OfferRedemptionTable {
  offer: string;
  /** SHA-256 of the shop's number of the order. */
  order_hash: string;
  redeemed_at: number;
}
