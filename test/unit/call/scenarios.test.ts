/** Each scenario and policy of the contract (docs/protocol.md), as a sequence of events. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import type { MachineInput, Effect } from "../../../src/call/inputs.js";
import type { Call, Snapshot } from "../../../src/call/model.js";
import { transition } from "../../../src/call/transition.js";
import { RECOVERY_ATTEMPTS, TRIES } from "../../../src/call/timeouts.js";
import {
  answered,
  AT,
  bye,
  dial,
  failed,
  freeze,
  from,
  ID,
  idle,
  inCall,
  intent,
  local,
  lost,
  media,
  mediaFailed,
  microphone,
  nameOf,
  NUMBER,
  offered,
  open,
  OTHER,
  pull,
  ready,
  ringing,
  states,
} from "./states.js";

/** A terminal that a test talks to. */
function terminal(start: Snapshot = ready()) {
  let snapshot = start;
  let at = AT;
  const effects: Effect[] = [];
  const call = (id = ID): Call => {
    const found = snapshot.calls.get(id);
    assert.ok(found, `there is no call ${id}`);
    return found;
  };
  return {
    /** Events happen; what they ask for is given back in words. */
    meets(...events: readonly MachineInput[]): string[] {
      effects.length = 0;
      for (const event of events) {
        at += 1_000;
        const [next, asked] = transition(freeze(snapshot), freeze(event), at);
        snapshot = next;
        effects.push(...asked);
      }
      return effects.map(nameOf);
    },
    /** What the last events had sent, as `type id`. */
    get sent(): string[] {
      return effects.flatMap((effect) =>
        effect.type === "send" ? [`${effect.message.type} ${effect.message.callId}`] : [],
      );
    },
    get effects(): readonly Effect[] {
      return effects;
    },
    get snapshot(): Snapshot {
      return snapshot;
    },
    call,
    state: (id = ID): string => snapshot.calls.get(id)?.state ?? "none",
    cause: (id = ID): string | null => {
      const found = call(id);
      return found.state === "ended" ? found.cause : null;
    },
    dropped: (type: string): number => snapshot.dropped[type] ?? 0,
  };
}

const timer = (name: Extract<MachineInput, { type: "timer" }>["name"], id = ID): MachineInput => ({
  type: "timer",
  id,
  name,
});
const opened: MachineInput[] = [{ type: "registration-connecting" }, open];

group("an outgoing call", () => {
  test("leaves when both its description and the microphone are there, rings, is answered and hung up", () => {
    const alice = terminal();
    assert.deepEqual(alice.meets(dial()), ["microphone", "offer 0"]);
    assert.deepEqual(alice.meets(local("offer")), []);
    assert.deepEqual(alice.meets(microphone()), ["send offer", "timer no-answer"]);
    assert.deepEqual(alice.effects[0], {
      type: "send",
      message: { type: "offer", callId: ID, sdp: "our offer 0", number: NUMBER },
    });
    alice.meets(ringing());
    assert.equal(alice.state(), "alerting");
    alice.meets(answered());
    assert.equal(alice.state(), "connecting");
    alice.meets(media("media-connected"));
    assert.equal(alice.state(), "active");
    alice.meets(intent("hangup"));
    assert.deepEqual(alice.sent, [`bye ${ID}`]);
    assert.equal(alice.cause(), "hangup");
  });

  test("needs no Ringing", () => {
    assert.equal(terminal(states.dialing("single")).meets(answered()).includes("apply 0"), true);
  });

  test("that is rejected ends without a Bye of ours (policy 6)", () => {
    const alice = terminal(states.alerting("single"));
    assert.deepEqual(alice.meets(bye()), ["release"]);
    assert.equal(alice.cause(), "remote-rejected");
  });

  test("that is given up before it was sent tells the core nothing", () => {
    const alice = terminal();
    alice.meets(dial(), intent("hangup"));
    assert.deepEqual(alice.sent, []);
    assert.equal(alice.cause(), "canceled");
  });

  test("is given up after two minutes without an answer", () => {
    const alice = terminal(states.alerting("single"));
    alice.meets(timer("no-answer"));
    assert.deepEqual([alice.cause(), alice.sent], ["no-answer", [`bye ${ID}`]]);
  });

  test("without a microphone never leaves", () => {
    const alice = terminal();
    alice.meets(dial(), local("offer"));
    assert.deepEqual(alice.meets(mediaFailed("microphone")), ["report microphone-denied", "release"]);
    assert.equal(alice.cause(), "no-microphone");
  });

  test("dialed with digits to follow sends them once, however often its audio comes back", () => {
    const { meets, call } = terminal();
    meets({ ...dial(), digits: ",,,,42" } as MachineInput, local("offer"), microphone(), answered());
    assert.equal(call().digits, ",,,,42");
    assert.deepEqual(
      meets(media("media-connected")).filter((name) => name === "digits"),
      ["digits"],
    );
    const again = meets(media("media-connection-failed"), local("offer"), answered(), media("media-connected"));
    assert.equal(call().state, "active");
    assert.deepEqual(
      again.filter((name) => name === "digits"),
      [],
    );
    assert.equal(call().digits, ",,,,42", "the page still sees them");
  });

  test("dialed twice is one call", () => {
    const alice = terminal(states.active("single"));
    assert.deepEqual(alice.meets(dial(OTHER)), []);
    assert.equal(alice.state(OTHER), "none");
  });
});

group("an incoming call", () => {
  test("rings with its answer prepared, and accepting only opens the microphone and sends", () => {
    const bob = terminal();
    assert.deepEqual(bob.meets(offered()), ["send ringing", "answer 0"]);
    assert.deepEqual(bob.meets(local("answer")), []);
    assert.deepEqual(bob.meets(intent("answer")), ["microphone"]);
    assert.equal(bob.state(), "answering");
    assert.deepEqual(bob.meets(microphone()), ["send answer", "accept 0", "timer media"]);
    bob.meets(media("media-connected"));
    assert.equal(bob.state(), "active");
  });

  test("that is accepted before its answer is prepared waits for it", () => {
    const bob = terminal();
    bob.meets(offered(), intent("answer"), microphone());
    assert.deepEqual(bob.sent, [`ringing ${ID}`]);
    assert.equal(bob.meets(local("answer"))[0], "send answer");
  });

  test("is answered from a fresh leg where the first has given up waiting for candidates, as Firefox does after 5 s", () => {
    const bob = terminal();
    bob.meets(offered(), local("answer"));
    assert.deepEqual(bob.meets(media("media-connection-failed")), []);
    assert.deepEqual(bob.meets(intent("answer")), ["microphone", "close-leg 0", "answer 1"]);
    assert.deepEqual(bob.meets(microphone(), local("answer", 1)).slice(-3), ["send answer", "accept 1", "timer media"]);
    const slow = terminal();
    slow.meets(offered(), local("answer"), intent("answer"));
    assert.deepEqual(slow.meets(media("media-connection-failed")), ["close-leg 0", "answer 1"]);
  });

  test("rings on when the microphone is denied", () => {
    const bob = terminal(states.answering("single"));
    bob.meets(mediaFailed("microphone"));
    assert.equal(bob.state(), "incoming");
    assert.deepEqual(bob.sent, []);
  });

  test("is rejected with one Bye", () => {
    const bob = terminal(states.incoming("single"));
    bob.meets(intent("reject"), bye(), intent("hangup"));
    assert.deepEqual([bob.cause(), bob.sent], ["rejected", [`bye ${ID}`]]);
  });

  test("whose caller gives up is missed, and the microphone stays shut", () => {
    const bob = terminal(states.incoming("single"));
    assert.deepEqual(bob.meets(bye()), ["release"]);
    assert.equal(bob.cause(), "missed");
  });

  test("that another device takes stops ringing, told by Bye or by InCall", () => {
    const bob = terminal(states.incoming("single"));
    bob.meets(inCall());
    assert.equal(bob.cause(), "answered-elsewhere");
    assert.deepEqual(bob.snapshot.subscriber, { state: "elsewhere", callId: ID, number: NUMBER });
  });

  test("whose description is not SDP gets Bye", () => {
    const bob = terminal();
    bob.meets(offered(), mediaFailed("answer"));
    assert.deepEqual([bob.cause(), bob.sent], ["bad-sdp", [`ringing ${ID}`, `bye ${ID}`]]);
  });
});

group("status, pull and push", () => {
  test("the first status registers on Pipe; on MultiPipe it is the stream that stands (policy 7)", () => {
    const pipe = terminal(ready("single"));
    pipe.meets(lost, { type: "registration-connecting" }, open);
    assert.equal(pipe.snapshot.connection.state, "reconnecting");
    assert.deepEqual(pipe.meets(idle()), ["gap"]);
    const multi = terminal(ready("multiple"));
    assert.deepEqual(multi.meets(lost, { type: "registration-connecting" }, open), ["gap"]);
    assert.equal(multi.snapshot.connection.state, "ready");
  });

  test("InCall and Idle say what the number does elsewhere", () => {
    const alice = terminal();
    alice.meets(inCall(OTHER));
    assert.equal(alice.snapshot.subscriber.state, "elsewhere");
    alice.meets(idle());
    assert.equal(alice.snapshot.subscriber.state, "idle");
  });

  test("Idle on MultiPipe ends the call that it names, and only that one", () => {
    const alice = terminal(states.active("multiple"));
    alice.meets(idle(OTHER));
    assert.equal(alice.state(), "active");
    alice.meets(idle(ID));
    assert.equal(alice.cause(), "remote-hangup");
  });

  for (const callMode of ["single", "multiple"] as const) {
    test(`a call is pulled by an Offer with the id of its InCall (${callMode})`, () => {
      const alice = terminal(ready(callMode));
      alice.meets(inCall(), pull, local("offer"), microphone());
      assert.deepEqual(alice.sent, [`offer ${ID}`]);
      alice.meets(answered(), media("media-connected"));
      assert.deepEqual([alice.state(), alice.call().direction], ["active", "pulled"]);
    });
  }

  test("a pull that ends in Bye, or for want of a microphone, leaves the call where it is", () => {
    const refused = terminal();
    refused.meets(inCall(), pull, local("offer"), microphone(), bye());
    assert.equal(refused.cause(), "remote-hangup");
    const mute = terminal();
    mute.meets(inCall(), pull, mediaFailed("microphone"));
    assert.deepEqual([mute.cause(), mute.sent], ["no-microphone", []]);
  });

  test("pull never takes the place of a call that is here already", () => {
    const alice = terminal(ready("multiple"));
    alice.meets(inCall(), offered());
    assert.deepEqual(alice.meets(pull), []);
    assert.equal(alice.state(), "incoming");
  });

  test("a call is pushed, ends here when the mobile has it, is watched until Idle, and can be pulled again", () => {
    const alice = terminal(states.active("single"));
    assert.deepEqual(alice.meets(intent("to-phone")), ["send to-phone", "timer move"]);
    assert.deepEqual(alice.meets(inCall()), ["release"]);
    assert.equal(alice.cause(), "moved-to-phone");
    alice.meets(pull, local("offer"), microphone());
    assert.deepEqual(alice.sent, [`offer ${ID}`]);
    alice.meets(answered(), media("media-connected"), intent("to-phone"), inCall(), idle());
    assert.equal(alice.snapshot.subscriber.state, "idle");
  });

  for (const trouble of [failed("TRY_AGAIN"), failed("NOT_INCALL"), timer("move")]) {
    test(`a push that fails keeps the call here (${trouble.type === "timer" ? "no word" : "Error"})`, () => {
      const alice = terminal(states.moving("single"));
      assert.ok(alice.meets(trouble).includes("report move-failed"));
      assert.equal(alice.state(), "active");
    });
  }
});

group("renegotiation", () => {
  for (const state of ["connecting", "active", "moving"] as const) {
    test(`an Offer while ${state} is answered on the running leg without ringing`, () => {
      const alice = terminal(states[state]("single"));
      assert.deepEqual(alice.meets(offered()), ["answer 0"]);
      assert.deepEqual(alice.meets(local("answer")), ["send answer", "renegotiated"]);
      assert.equal(alice.state(), state);
    });
  }

  test("on Pipe any call_id means the call that is up (policy 2); on MultiPipe the id decides", () => {
    const pipe = terminal(states.active("single"));
    assert.deepEqual(pipe.meets(offered(OTHER)), ["answer 0"]);
    const multi = terminal(states.active("multiple"));
    assert.deepEqual(multi.meets(offered(OTHER)), ["send ringing", "answer 0"]);
    assert.deepEqual([multi.state(ID), multi.state(OTHER)], ["active", "incoming"]);
  });

  test("one that cannot be applied leaves the call as it was", () => {
    const alice = terminal(states.active("single"));
    assert.deepEqual(alice.meets(offered(), mediaFailed("answer")), ["answer 0", "report bad-sdp"]);
    assert.equal(alice.state(), "active");
  });
});

group("errors", () => {
  const codes = {
    UNKNOWN: "internal",
    NOT_INCALL: "not-in-call",
    INVALID_CALL_ID: "invalid-call-id",
    RATE_LIMIT_HIT: "rate-limited",
  } as const;
  for (const [code, reported] of Object.entries(codes)) {
    test(`${code} ends a call that is being dialed, without a Bye`, () => {
      const alice = terminal(states.dialing("single"));
      assert.deepEqual(alice.meets(failed(code as keyof typeof codes)), [`report ${reported}`, "release"]);
      assert.equal(alice.cause(), "error");
    });
    test(`${code} never ends a call that runs`, () => {
      const alice = terminal(states.active("multiple"));
      assert.deepEqual(alice.meets(failed(code as keyof typeof codes)), [`report ${reported}`]);
      assert.deepEqual([alice.state(), alice.dropped("error")], ["active", 1]);
    });
  }

  test("TRY_AGAIN sends the same offer again, a bounded number of times", () => {
    const alice = terminal(states.dialing("single"));
    for (let tries = 0; tries < TRIES; tries += 1) {
      assert.deepEqual(alice.meets(failed("TRY_AGAIN")), ["timer retry"]);
      assert.deepEqual(alice.meets(timer("retry")), ["send offer"]);
    }
    assert.deepEqual(alice.meets(failed("TRY_AGAIN")), ["report try-again", "release"]);
  });

  test("NOT_INCALL for a call that is being brought back ends it", () => {
    const alice = terminal(states.recovering("single"));
    alice.meets(failed("NOT_INCALL"));
    assert.equal(alice.cause(), "dropped-by-core");
  });

  test("messages for ended calls and messages that say nothing are dropped and counted (policy 5)", () => {
    const alice = terminal(states.ended("single"));
    alice.meets(offered(), answered(), ringing(), bye(), from({ type: "unknown" }, ""), from({ type: "to-phone" }));
    assert.deepEqual(alice.effects, []);
    assert.deepEqual(alice.snapshot.dropped, { offer: 1, answer: 1, ringing: 1, bye: 1, unknown: 1, "to-phone": 1 });
    assert.equal(alice.state(), "ended");
  });

  test("a second Answer, and one that nobody asked for, change nothing", () => {
    const alice = terminal(states.dialing("single"));
    alice.meets(answered());
    assert.deepEqual(alice.meets(answered()), []);
    const bob = terminal(states.incoming("single"));
    assert.deepEqual(bob.meets(answered()), []);
    assert.deepEqual([alice.dropped("answer"), bob.dropped("answer")], [1, 1]);
  });

  test("a Bye that crosses our answer ends the call, and the answer's late media is ignored", () => {
    const bob = terminal(states.answering("single"));
    bob.meets(microphone(), bye());
    assert.deepEqual([bob.cause(), bob.sent], ["remote-hangup", [`answer ${ID}`]]);
    assert.deepEqual(bob.meets(media("media-connected"), media("media-flowing"), timer("media")), []);
  });

  test("an Answer that crosses our Bye is dropped", () => {
    const alice = terminal(states.alerting("single"));
    alice.meets(intent("hangup"));
    assert.deepEqual(alice.meets(answered(), bye()), []);
  });
});

group("glare on Pipe (policy 1)", () => {
  for (const callId of [ID, ""]) {
    test(`an Offer ${callId === "" ? "without an id" : "with our id"} is about our call: ours is rolled back and it is answered`, () => {
      const alice = terminal(states.dialing("single"));
      assert.ok(alice.meets(offered(callId)).includes("answer 0"));
      assert.deepEqual(alice.meets(local("answer")), ["send answer", "accept 0", "timer media"]);
      assert.equal(alice.state(), "connecting");
    });
  }

  const crossed = () => {
    const alice = terminal(states.dialing("single"));
    alice.meets(offered(OTHER));
    assert.deepEqual([alice.sent, alice.state(), alice.state(OTHER)], [[], "dialing", "none"]);
    return alice;
  };

  test("a crossing call is set aside in silence, and missed when ours is alerting or answered", () => {
    for (const proof of [ringing(), answered()]) {
      const alice = crossed();
      alice.meets(proof);
      assert.equal(alice.cause(OTHER), "missed");
      assert.deepEqual(alice.sent, []);
    }
  });

  test("a crossing call rings when ours gets Bye", () => {
    const alice = crossed();
    assert.deepEqual(alice.meets(bye()), ["release", "send ringing", "answer 0"]);
    assert.deepEqual([alice.state(OTHER), alice.sent], ["incoming", [`ringing ${OTHER}`]]);
    assert.equal(alice.cause(), "remote-rejected", "and the page is told how ours ended");
  });

  test("a crossing call that the core withdraws is missed, and does not ring later", () => {
    const alice = crossed();
    alice.meets(bye(OTHER));
    assert.deepEqual([alice.cause(OTHER), alice.state()], ["missed", "dialing"]);
    alice.meets(bye());
    assert.deepEqual(alice.sent, []);
  });

  test("the end of a missed crossing call says nothing about ours", () => {
    const alice = crossed();
    alice.meets(answered(), media("media-connected"));
    assert.deepEqual(alice.meets(bye(OTHER)), []);
    assert.deepEqual([alice.state(), alice.dropped("bye")], ["active", 1]);
  });

  test("a call that the core offered before it read our Bye is missed, as that Bye has ended it there", () => {
    for (const accept of [[], [intent("answer", OTHER)]]) {
      const alice = terminal(states.dialing("single"));
      alice.meets(intent("hangup"));
      alice.meets(offered(OTHER), ...accept);
      alice.meets(bye());
      assert.deepEqual([alice.cause(OTHER), alice.dropped("bye")], ["missed", 0]);
    }
  });

  test("a late Bye for a call whose end the core had read leaves the next caller ringing", () => {
    const alice = terminal(states.alerting("single"));
    alice.meets(intent("hangup"));
    alice.meets(offered(OTHER), bye());
    assert.deepEqual([alice.state(OTHER), alice.dropped("bye")], ["incoming", 1]);
  });

  test("an Offer of another caller while ours alerts is missed at once", () => {
    const alice = terminal(states.alerting("single"));
    alice.meets(offered(OTHER), bye(OTHER));
    assert.deepEqual([alice.cause(OTHER), alice.state(), alice.sent], ["missed", "alerting", []]);
  });
});

group("a stream lost during a call (policy 3)", () => {
  for (const callMode of ["single", "multiple"] as const) {
    test(`the call is pulled back on a fresh leg while the old one plays until audio flows (${callMode})`, () => {
      const alice = terminal(states.active(callMode));
      const before = alice.meets(lost);
      assert.ok(!before.includes("close-leg 0") && !before.includes("release"));
      const asked = alice.meets(...opened, ...(callMode === "single" ? [inCall()] : []));
      assert.ok(asked.includes("offer 1") && !asked.includes("close-leg 0"));
      alice.meets(local("offer", 1));
      assert.deepEqual(alice.sent, [`offer ${ID}`]);
      assert.deepEqual(alice.meets(answered()).includes("apply 1"), true);
      assert.deepEqual(alice.meets(media("media-connected", 1)), ["timer promote", "timer media"]);
      assert.ok(alice.meets(media("media-flowing", 1)).includes("promote 1"));
      assert.equal(alice.state(), "active");
    });
  }

  test("a fresh leg that connects but stays silent takes over by itself", () => {
    const alice = terminal(states.recovering("single"));
    alice.meets(answered(), media("media-connected", 1), timer("promote"));
    assert.equal(alice.state(), "active");
  });

  test("first status Idle ends the call: the core has dropped it", () => {
    const alice = terminal(states.active("single"));
    alice.meets(lost, ...opened, idle());
    assert.deepEqual([alice.cause(), alice.sent], ["dropped-by-core", []]);
  });

  test("a call without a stream is given up once its audio is gone too, and its Bye is owed", () => {
    const alice = terminal(states.active("single"));
    alice.meets(lost);
    assert.deepEqual(alice.meets(timer("give-up")), ["timer give-up"], "people still hear each other");
    alice.meets(media("media-connection-failed"), timer("give-up"));
    assert.deepEqual([alice.cause(), alice.snapshot.owedByes], ["signaling-lost", [ID]]);
  });

  test("a stream that breaks after its successor stands strands its calls: each is offered again", () => {
    const alice = terminal(states.active("single"));
    assert.ok(alice.meets({ type: "calls-stranded", ids: [ID] }).includes("offer 1"));
    alice.meets(local("offer", 1), answered(), media("media-flowing", 1));
    assert.equal(alice.state(), "active");
  });

  test("InCall of another call ends ours, and says where the number is", () => {
    const alice = terminal(states.active("single"));
    alice.meets(lost, ...opened, inCall(OTHER));
    assert.equal(alice.cause(), "dropped-by-core");
    assert.equal(alice.snapshot.subscriber.state, "elsewhere");
  });

  test("a call that was not answered yet is dialed anew, and does not become active by itself", () => {
    const alice = terminal(states.alerting("single"));
    const asked = alice.meets(lost, ...opened, inCall());
    assert.ok(asked.includes("offer 1") && asked.includes("close-leg 0"));
    alice.meets(local("offer", 1), microphone());
    assert.deepEqual(alice.sent, [`offer ${ID}`]);
    for (let i = 0; i < 9; i += 1) alice.meets(timer("media"), timer("promote"), timer("retry"));
    assert.equal(alice.state(), "dialing");
    alice.meets(ringing(), answered(), media("media-connected", 1));
    assert.equal(alice.state(), "active");
  });

  test("a call dialed but not sent leaves on the next stream", () => {
    const alice = terminal();
    alice.meets(dial(), lost, local("offer"), microphone());
    assert.deepEqual(alice.sent, []);
    alice.meets(...opened, idle());
    assert.deepEqual(alice.sent, [`offer ${ID}`]);
  });

  test("a ringing call waits to be offered again, and is answered on a leg of its own", () => {
    const bob = terminal(states.incoming("single"));
    assert.deepEqual(bob.meets(lost), ["close-leg 0", "timer offered-again"]);
    bob.meets(intent("answer"), microphone(), ...opened, idle());
    assert.equal(bob.state(), "answering");
    assert.ok(bob.meets(offered()).includes("answer 1"));
    assert.equal(bob.meets(local("answer", 1))[0], "send answer");
  });

  test("a ringing call that is not offered again is missed", () => {
    const bob = terminal(states.incoming("single"));
    bob.meets(lost, ...opened, idle(), timer("offered-again"));
    assert.equal(bob.cause(), "missed");
  });

  test("a call hung up in the outage gets its Bye on the next stream, once", () => {
    const alice = terminal(states.active("single"));
    alice.meets(lost, intent("hangup"));
    assert.deepEqual([alice.sent, alice.snapshot.owedByes], [[], [ID]]);
    alice.meets(...opened, inCall());
    assert.deepEqual([alice.sent, alice.snapshot.owedByes], [[`bye ${ID}`], []]);
    const multi = terminal(states.active("multiple"));
    multi.meets(lost, intent("hangup"), ...opened);
    assert.deepEqual(multi.sent, [`bye ${ID}`]);
  });

  test("a call rejected in the outage gets its Bye when the core offers it again, after Idle", () => {
    const bob = terminal(states.incoming("single"));
    bob.meets(lost, intent("reject"), ...opened, idle(), offered());
    assert.deepEqual([bob.cause(), bob.sent], ["rejected", [`bye ${ID}`]]);
  });

  test("an answer lost with its stream: the core offers the call again after Idle, and it rings again", () => {
    const bob = terminal(states.answering("single"));
    bob.meets(microphone(), lost, ...opened, idle(), offered());
    assert.equal(bob.state(), "incoming");
  });
});

group("media lost with the stream healthy (policy 3)", () => {
  test("first an ICE restart on the same leg, then fresh legs, then media-failed with a Bye", () => {
    const alice = terminal(states.active("single"));
    assert.ok(alice.meets(media("media-disconnected")).includes("timer media"));
    assert.ok(alice.meets(timer("media")).includes("ICE restart"));
    for (let attempt = 2; attempt <= RECOVERY_ATTEMPTS; attempt += 1) {
      assert.ok(alice.meets(timer("media")).includes(`offer ${attempt - 1}`));
    }
    assert.deepEqual(alice.meets(timer("media")), ["report media-failed", "send bye", "release"]);
    assert.equal(alice.cause(), "media-failed");
  });

  test("a short loss that mends itself is nothing", () => {
    const alice = terminal(states.active("single"));
    assert.deepEqual(alice.meets(media("media-disconnected"), media("media-connected")), ["timer media", "stop media"]);
  });

  test("an answered restart that connects brings the call back on its own leg", () => {
    const alice = terminal(states.active("single"));
    alice.meets(media("media-connection-failed"), local("offer", 0), answered(), media("media-connected", 0));
    assert.equal(alice.state(), "active");
    assert.ok(alice.effects.some((effect) => effect.type === "promote" && effect.leg === 0));
  });

  test("a renegotiation of the core's while ours is under way wins", () => {
    const alice = terminal(states.active("single"));
    alice.meets(media("media-connection-failed"), local("offer", 0));
    assert.deepEqual(alice.meets(offered()), ["answer 0"]);
    assert.deepEqual(alice.meets(local("answer", 0)), ["send answer"]);
    alice.meets(media("media-connected", 0));
    assert.equal(alice.state(), "active");
  });

  test("what is reported of a leg that was given up is ignored", () => {
    const alice = terminal(states.recovering("single"));
    alice.meets(answered(), media("media-flowing", 1));
    assert.deepEqual(
      alice.meets(media("media-connection-failed", 0), media("media-disconnected", 0), local("answer", 0)),
      [],
    );
    assert.equal(alice.state(), "active");
  });
});

group("a page loaded anew in a call (policy 4)", () => {
  const mark = {
    id: ID,
    number: NUMBER,
    direction: "incoming",
    startedAt: AT - 60_000,
    answeredAt: AT - 50_000,
    muted: true,
    held: false,
    label: "Bob",
    metadata: { ticket: 7 },
  } as const;
  const fresh = (callMode: "single" | "multiple") =>
    terminal({
      ...ready(callMode),
      connection: { state: "connecting", since: null, reason: "" },
      subscriber: { state: "unknown" },
    });

  for (const callMode of ["single", "multiple"] as const) {
    test(`pulls it back by itself, with its times and wishes (${callMode})`, () => {
      const alice = fresh(callMode);
      assert.deepEqual(alice.meets({ type: "resume", call: mark }), ["audio", "timer give-up"]);
      const asked = alice.meets(open, ...(callMode === "single" ? [inCall()] : []));
      assert.ok(asked.includes("microphone") && asked.includes("offer 1"));
      alice.meets(local("offer", 1), answered(), media("media-connected", 1), media("media-flowing", 1));
      const { state, answeredAt, muted, label, metadata, direction } = alice.call();
      assert.deepEqual(
        { state, answeredAt, muted, label, metadata, direction },
        {
          state: "active",
          answeredAt: mark.answeredAt,
          muted: true,
          label: "Bob",
          metadata: mark.metadata,
          direction: "incoming",
        },
      );
    });
  }

  test("ends it where the core has dropped it meanwhile", () => {
    const alice = fresh("single");
    alice.meets({ type: "resume", call: mark }, open, idle());
    assert.equal(alice.cause(), "dropped-by-core");
  });

  test("ends it when no leg comes up in three attempts", () => {
    const alice = fresh("single");
    alice.meets({ type: "resume", call: mark }, open, inCall());
    for (let attempt = 1; attempt <= RECOVERY_ATTEMPTS; attempt += 1) alice.meets(timer("media"));
    assert.deepEqual([alice.cause(), alice.sent], ["media-failed", [`bye ${ID}`]]);
  });
});

group("several calls on MultiPipe", () => {
  const withSecond = () => {
    const alice = terminal(states.active("multiple"));
    alice.meets(offered(OTHER), local("answer", 0, OTHER), intent("answer", OTHER), microphone(OTHER));
    return alice;
  };

  test("a second call that is answered holds the first; a swap holds the second", () => {
    const alice = withSecond();
    alice.meets(media("media-connected", 0, OTHER));
    assert.deepEqual([alice.call(ID).held, alice.call(OTHER).held], [true, false]);
    alice.meets({ type: "hold", id: ID, on: false });
    assert.deepEqual([alice.call(ID).held, alice.call(OTHER).held], [false, true]);
  });

  test("one of many is hung up, the other goes on", () => {
    const alice = withSecond();
    alice.meets(intent("hangup", OTHER));
    assert.deepEqual([alice.sent, alice.state(ID), alice.state(OTHER)], [[`bye ${OTHER}`], "active", "ended"]);
  });

  test("a call comes in while another is dialed", () => {
    const alice = terminal(states.dialing("multiple"));
    alice.meets(offered(OTHER));
    assert.deepEqual([alice.state(ID), alice.state(OTHER)], ["dialing", "incoming"]);
  });

  test("busy=reject turns a second caller away with Bye, and tells of it", () => {
    const alice = terminal({ ...states.active("multiple"), busy: "reject" });
    assert.deepEqual(alice.meets(offered(OTHER)), ["send bye"]);
    assert.deepEqual([alice.cause(OTHER), alice.state(ID)], ["missed", "active"]);
    assert.deepEqual(alice.meets(bye(OTHER)), [], "and what still comes about it is late");
  });

  test("all calls come back after an outage, each by an Offer with its own id", () => {
    const alice = withSecond();
    alice.meets(media("media-connected", 0, OTHER), lost, ...opened, local("offer", 1, ID), local("offer", 1, OTHER));
    assert.deepEqual(alice.sent, [`offer ${ID}`, `offer ${OTHER}`]);
  });
});

test("closing the registration says Bye for what the core knows of, and frees the rest in silence", () => {
  const alice = terminal(states.active("multiple"));
  alice.meets(dial(OTHER), { type: "registration-closed" });
  assert.deepEqual(alice.sent, [`bye ${ID}`]);
  assert.deepEqual(
    [alice.state(ID), alice.state(OTHER), alice.snapshot.connection.state],
    ["ended", "ended", "offline"],
  );
});

group("the failure of a call", () => {
  const failureOf = (alice: ReturnType<typeof terminal>): string | null => alice.call().failure?.code ?? null;

  test("says why it ended", () => {
    const alice = terminal();
    alice.meets(dial(), mediaFailed("microphone"));
    assert.deepEqual([alice.cause(), failureOf(alice)], ["no-microphone", "microphone-denied"]);
  });

  test("is the error itself that was reported", () => {
    const alice = terminal();
    const input = mediaFailed("microphone");
    alice.meets(dial(), input);
    const [report] = alice.effects.filter(({ type }) => type === "report");
    assert.ok(report?.type === "report" && input.type === "media-operation-failed");
    assert.deepEqual([report.error, alice.call().failure], [input.error, input.error]);
  });

  test("says why it rings on, until it is answered again", () => {
    const bob = terminal(states.answering("single"));
    bob.meets(mediaFailed("microphone"));
    assert.deepEqual([bob.state(), failureOf(bob)], ["incoming", "microphone-denied"]);
    bob.meets(intent("answer"));
    assert.deepEqual([bob.state(), failureOf(bob)], ["answering", null]);
  });

  test("says why it was not moved, until it is to be moved again", () => {
    const alice = terminal(states.moving("single"));
    alice.meets(failed("UNKNOWN"));
    assert.deepEqual([alice.state(), failureOf(alice)], ["active", "move-failed"]);
    alice.meets(intent("to-phone"));
    assert.deepEqual([alice.state(), failureOf(alice)], ["moving", null]);
  });

  test("is none when the other side hangs up", () => {
    assert.equal(failureOf(terminal(states.ended("single"))), null);
  });
});

group("a tab that is gone while its call is on its way", () => {
  const abandoned: MachineInput = { type: "abandoned", id: ID };

  test("has its call hung up where the core knows of it", () => {
    const alice = terminal(states.dialing("single"));
    alice.meets(abandoned);
    assert.deepEqual([alice.cause(), alice.sent], ["canceled", [`bye ${ID}`]]);
  });

  test("tells the core nothing of a call that was never sent", () => {
    const alice = terminal();
    alice.meets(dial(), abandoned);
    assert.deepEqual([alice.cause(), alice.sent], ["canceled", []]);
  });

  test("has a call hung up that is dialed again after its stream broke: the core still has it", () => {
    const alice = terminal(states.alerting("single"));
    alice.meets(lost, ...opened, inCall());
    assert.equal(alice.state(), "dialing");
    alice.meets(abandoned);
    assert.deepEqual([alice.cause(), alice.sent], ["canceled", [`bye ${ID}`]]);
  });

  test("lets a call ring that had crossed it, and sends no Bye that the core would take for that one", () => {
    const alice = terminal(states.dialing("single"));
    alice.meets(offered(OTHER), abandoned);
    assert.equal(alice.state(OTHER), "incoming");
    assert.deepEqual(alice.sent, [`ringing ${OTHER}`]);
  });
});
