/**
 * What happens in a run of chaos, told by its seed alone. fast-check makes the plans: the same
 * seed gives the same calls with the same faults, to the extent that time allows.
 */
import fc from "fast-check";

/** The two users whose pages call each other. */
export type Who = "alice" | "bob";

/** A message that the core should never send; each is one that a call has to survive. */
export type Junk =
  | { readonly message: "empty" | "unknown" | "to-phone" | "idle" | "ringing"; readonly id: "own" | "random" | "none" }
  | { readonly message: "error"; readonly id: "own" | "random" | "none"; readonly code: number }
  | { readonly message: "answer" | "offer"; readonly id: "own" | "random" | "none"; readonly sdp: string }
  /** And `Idle` after it, or the terminal would rightly believe it for ever. */
  | { readonly message: "in-call"; readonly id: "random" };

/** A fault. Milliseconds. */
export type Fault =
  | { readonly kind: "stream-break"; readonly who: Who; readonly code: number; readonly refusedFor: number }
  | { readonly kind: "gateway-kill"; readonly downFor: number }
  | { readonly kind: "core-restart"; readonly downFor: number }
  | { readonly kind: "reload"; readonly who: Who }
  | { readonly kind: "clock-jump"; readonly who: Who; readonly by: number }
  | { readonly kind: "network-change"; readonly who: Who }
  /** For good where `deadFor` is 0: only paths that come later carry anything. */
  | { readonly kind: "blackhole"; readonly who: Who; readonly deadFor: number }
  | { readonly kind: "junk"; readonly who: Who; readonly junk: Junk };

/** A fault and when it comes, in milliseconds from the beginning of its phase. */
export interface TimedFault {
  readonly at: number;
  readonly fault: Fault;
}

/** One call, from dialing to the end. */
export interface Round {
  readonly caller: Who;
  /** How it goes on once it rings. */
  readonly outcome: "answer" | "reject" | "cancel";
  readonly ringing: readonly TimedFault[];
  readonly talking: readonly TimedFault[];
  readonly hangup: { readonly who: Who; readonly fault: Fault | null };
}

const who = fc.constantFrom<Who[]>("alice", "bob");
const id = fc.constantFrom<("own" | "random" | "none")[]>("own", "random", "none");
/** Statuses after which a stream is opened again; the others are final, and tests of their own have them. */
const code = fc.constantFrom(0, 1, 2, 4, 8, 10, 13, 14, 15);

const streamBreak = fc.record({
  kind: fc.constant("stream-break" as const),
  who,
  code,
  refusedFor: fc.constantFrom(0, 0, 300, 2_000, 5_000),
});
const gatewayKill = fc.record({
  kind: fc.constant("gateway-kill" as const),
  downFor: fc.constantFrom(0, 500, 2_000, 4_000),
});
const coreRestart = fc.record({
  kind: fc.constant("core-restart" as const),
  downFor: fc.constantFrom(0, 1_000, 3_000),
});
const reload = fc.record({ kind: fc.constant("reload" as const), who });
const clockJump = fc.record({
  kind: fc.constant("clock-jump" as const),
  who,
  by: fc.constantFrom(-3_600_000, -20_000, 15_000, 120_000, 7_200_000),
});
const networkChange = fc.record({ kind: fc.constant("network-change" as const), who });
const blackhole = fc.record({
  kind: fc.constant("blackhole" as const),
  who,
  deadFor: fc.constantFrom(0, 0, 500, 3_000, 6_000),
});

/** Harmless while it rings as well, where an error or an answer would rightly end the call. */
const quietJunk: fc.Arbitrary<Junk> = fc.record({
  message: fc.constantFrom<("empty" | "unknown" | "to-phone" | "idle")[]>("empty", "unknown", "to-phone", "idle"),
  id,
});
const anyJunk: fc.Arbitrary<Junk> = fc.oneof(
  quietJunk,
  fc.record({ message: fc.constant("ringing" as const), id }),
  // Not NOT_INCALL and INVALID_CALL_ID, which end a call that is being taken back, as they should.
  fc.record({ message: fc.constant("error" as const), id, code: fc.constantFrom(0, 2, 4, 77) }),
  fc.record({
    message: fc.constantFrom<("answer" | "offer")[]>("answer", "offer"),
    id,
    sdp: fc.constantFrom(
      "",
      "v=0",
      "this is no session description",
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
    ),
  }),
  fc.record({ message: fc.constant("in-call" as const), id: fc.constant("random" as const) }),
);
const junkOf = (junk: fc.Arbitrary<Junk>): fc.Arbitrary<Fault> =>
  fc.record({ kind: fc.constant("junk" as const), who, junk });

const timed = (fault: fc.Arbitrary<Fault>, latest: number): fc.Arbitrary<TimedFault> =>
  fc.record({ at: fc.integer({ min: 0, max: latest }), fault });

const ringingFault = fc.oneof(
  { weight: 4, arbitrary: streamBreak },
  { weight: 4, arbitrary: junkOf(quietJunk) },
  { weight: 2, arbitrary: reload },
  { weight: 2, arbitrary: clockJump },
  { weight: 1, arbitrary: gatewayKill },
  { weight: 1, arbitrary: coreRestart },
);
const talkingFault = fc.oneof(
  { weight: 4, arbitrary: streamBreak },
  { weight: 6, arbitrary: junkOf(anyJunk) },
  { weight: 3, arbitrary: reload },
  { weight: 3, arbitrary: clockJump },
  { weight: 3, arbitrary: networkChange },
  { weight: 3, arbitrary: blackhole },
  { weight: 2, arbitrary: gatewayKill },
  { weight: 1, arbitrary: coreRestart },
);
const hangupFault = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: streamBreak });

const round: fc.Arbitrary<Round> = fc.record({
  caller: who,
  outcome: fc.constantFrom<Round["outcome"][]>(
    "answer",
    "answer",
    "answer",
    "answer",
    "answer",
    "answer",
    "reject",
    "cancel",
  ),
  ringing: fc.oneof(
    { weight: 3, arbitrary: fc.constant<TimedFault[]>([]) },
    { weight: 1, arbitrary: fc.array(timed(ringingFault, 1_000), { minLength: 1, maxLength: 2 }) },
  ),
  talking: fc.array(timed(talkingFault, 3_000), { minLength: 1, maxLength: 4 }),
  hangup: fc.record({ who, fault: hangupFault }),
});

/** So many calls of a seed. */
export function planRounds(seed: number, count: number): Round[] {
  return fc.sample(round, { seed, numRuns: count });
}
