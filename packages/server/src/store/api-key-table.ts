/** What other programs call the API with (A19). */
export interface ApiKeyTable {
  id: string;
  name: string;
  /** Of the whole key, SHA-256 as base64url. */
  secret_hash: string;
  /** JSON list of `ApiScope`. */
  scopes: string;
  created_at: number;
  /** Id of an owner, as they were then. */
  created_by: string;
  /** Null: never. */
  expires_at: number | null;
  /** To the minute. */
  last_used_at: number | null;
  revoked_at: number | null;
}
