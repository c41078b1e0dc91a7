/**
 * Tables as Kysely types. A table with `school_id` has it first in its primary key, unique constraints and foreign keys
 * (a test reads them back); instants are integer ms, days YYYY-MM-DD text, flags 0 or 1, JSON text parsed in the store.
 */
export interface Schema {
  /** One row a fact about this installation: epoch, public-url, set-up-at, recovery-confirmed-at. */
  installation: { name: string; value: string };

  unit: { id: string; kind: string; created_at: number };
  /** A unit as it stands from a day on; `to_day` null: still. `path` is '/<ancestor>/…/<id>/'. */
  unit_span: {
    unit_id: string;
    from_day: string;
    to_day: string | null;
    parent_id: string | null;
    path: string;
    name: string;
    province: string | null;
    commune: string | null;
  };
  access_grant: { account_id: string; unit_id: string; role: string; from_day: string; to_day: string | null };

  /** `policy` is JSON: {questionnaire: id, screenCode}. `version` grows with every change (If-Match, and the kiosk's policy). */
  school: {
    school_id: string;
    name: string;
    short_name: string;
    kind: string;
    street: string;
    phone: string;
    line: string;
    contact: string;
    policy: string;
    version: number;
    created_at: number;
  };
  gate: { school_id: string; id: string; number: number; name: string; direction: string; active: number; version: number };
  operator: { school_id: string; id: string; name: string; pin_salt: string; pin_hash: string; active: number };
  /** What a poster stands for: the school (gate null) or one gate. `id` is 16 random bytes, base64url. */
  place: { school_id: string; id: string; code: string; gate_id: string | null; made_at: number; withdrawn_at: number | null };
  /** Which school a short code belongs to; asked before any school is known. */
  place_code: { code: string; unit_id: string; place_id: string };

  /** Immutable versions; `definition` is the JSON of shared/questionnaire. */
  questionnaire: { id: string; version: number; published_at: number; definition: string };

  /** `identity` and `answers` are sealed; `identity` holds {answers of that class, pass digits}. `subject` is the pass id. */
  declaration: {
    school_id: string;
    id: string;
    day: string;
    place_id: string | null;
    gate_id: string | null;
    kiosk_id: string | null;
    questionnaire_id: string;
    questionnaire_version: number;
    channel: string;
    on_behalf: number;
    outcome: string;
    reasons: string;
    subject: string;
    pass_expires_at: number;
    body_hash: string;
    consent: string;
    identity: Uint8Array;
    answers: Uint8Array;
    feed: number;
    created_at: number;
    /** SHA-256 of the key that the phone keeps (shared/api/own-records.schema.ts), base64url. */
    record_hash: string | null;
    /** Of somebody who came along: the declarer's declaration. `pass_expires_at` 0: the declarer's pass is for this person too. */
    guardian_id: string | null;
    /** How many more people this pass is for. */
    companions: number;
  };
  pass_revocation: { school_id: string; subject: string; reason: string; erased: number; at: number; feed: number };

  /** `bytes` is what the kiosk signed; the other columns are a copy parsed from it, or the server's own findings. */
  gate_event: {
    school_id: string;
    day: string;
    id: string;
    kiosk_id: string;
    n: number;
    gate_id: string;
    kind: string;
    of_id: string | null;
    subject: string | null;
    dir: string | null;
    colour: string | null;
    method: string | null;
    code: string | null;
    why: string | null;
    admit: number | null;
    reason: string | null;
    operator_id: string | null;
    raw_at: number;
    /** Corrected time. */
    at: number;
    received_at: number;
    feed: number;
    /** Comma-separated EventFlag. */
    flags: string;
    hash: string;
    prev: string;
    sealed_hash: string | null;
    bytes: string;
    /** Of a scan: how many more people it counts (`with` of the event). */
    companions: number;
  };
  /** The kiosk's payload bytes, never changed; opened with the session key. */
  sealed_payload: { school_id: string; day: string; event_id: string; session_id: string; bytes: Uint8Array };
  /** A kiosk's session key, sealed again under the day's key. */
  sealed_session: { school_id: string; day: string; session_id: string; sealed: Uint8Array };
  /** Items that could not be taken as they are: conflict (same id, other bytes) or quarantine. */
  held_event: {
    school_id: string;
    hash: string;
    kind: string;
    kiosk_id: string;
    /** Its number, where it can be read: a number that is held here is not missing. */
    n: number | null;
    event_id: string | null;
    reason: string;
    bytes: string;
    received_at: number;
    /** When, by whom (account id and name), how and why the office settled it; it stays for ever as it came. */
    resolved_at: number | null;
    resolved_by: string | null;
    resolved_name: string | null;
    how: string | null;
    why: string | null;
    note: string | null;
    /** The row of the log that was made of it. */
    made_id: string | null;
  };
  /** What the office says of a scan; the scan stays as it is. `fix`: in, out, void, or left (at `left_at`). */
  office_correction: {
    school_id: string;
    id: string;
    event_id: string;
    event_day: string;
    fix: string;
    left_at: number | null;
    estimated: number;
    reason: string;
    note: string;
    account_id: string;
    account_name: string;
    at: number;
    feed: number;
  };
  /** The next feed number of a school: updated in the same save as the rows that it numbers, so commit order is number order. */
  feed_counter: { school_id: string; value: number };

  kiosk: {
    school_id: string;
    id: string;
    name: string;
    gate_id: string;
    public_key: string;
    paired_at: number;
    revoked_at: number | null;
    last_seen_at: number | null;
    /** The highest number that arrived with none missing before it. */
    received_through: number;
    /** Raw device clock minus server clock at the last contact, ms. */
    clock_offset: number | null;
    /** JSON of the exchange's `state`. */
    state: string | null;
  };
  /** Which school a kiosk belongs to; asked before any school is known. */
  kiosk_home: { kiosk_id: string; unit_id: string };
  /** `slot` is the first 4 digits of the code, `secret_hash` of the other 6. */
  pairing: {
    slot: string;
    unit_id: string;
    gate_id: string;
    name: string;
    secret_hash: string;
    created_at: number;
    expires_at: number;
    tries: number;
    used_at: number | null;
    created_by: string;
  };

  /** What visitors asked for with their record's key; no personal data. `number` is read out, `purposes` is JSON. */
  data_request: {
    school_id: string;
    id: string;
    number: string;
    kind: string;
    record_hash: string;
    purposes: string;
    asked_at: number;
    due_at: number;
    done_at: number | null;
    declarations: number;
    visits: number;
  };

  /** Only ids stand in it. UPDATE and DELETE are refused by a trigger. */
  audit: { school_id: string; id: string; at: number; actor: string; action: string; object: string; detail: string };
  /** Up to which feed number of each school a verified backup reaches. */
  backup_mark: { school_id: string; feed: number; at: number };
  /** `filter` is JSON: SavedFilterInput without its name. */
  saved_filter: { school_id: string; account_id: string; id: string; name: string; filter: string; created_at: number };
  /** JSON of shared/api/alarms.schema.ts; no row: the usual settings. */
  alarm_setting: { school_id: string; settings: string; version: number };
  /** One row for each thing that an alarm was about; a new alarm about it begins the row anew. */
  alarm: {
    school_id: string;
    kind: string;
    object: string;
    count: number;
    since: number;
    raised_at: number;
    cleared_at: number | null;
    mailed_at: number | null;
    /** The office has seen it: it stands aside until it is raised anew. */
    seen_at: number | null;
    seen_by: string | null;
  };
}
