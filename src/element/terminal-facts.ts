/** What `<web-terminal>` knows: the phone behind it, and the read-only properties that tell of it. */
import type { CallInfo, Connection, Subscriber } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { AudioDevice, MicrophonePermission, Phone, PhoneEvent, PhoneSnapshot } from "../phone/types.js";
import { PhoneController, type PhoneFactory, type PhoneHost } from "./phone/phone-controller.js";
import type { CallBundle } from "./view-model.js";
import { TerminalProperties } from "./properties.js";

/** The known half of the element; `TerminalView` shows it. */
export abstract class TerminalFacts extends TerminalProperties implements PhoneHost {
  /** @internal Makes the phone. Replace it before the element stands in the page. */
  phoneFactory: PhoneFactory = async (options) => (await import("./call/call-bundle.js")).createPagePhone(options);

  /** @internal */
  protected readonly phones = new PhoneController(this);

  /** How the registration stands. */
  get connection(): Connection {
    return this.phones.snapshot.connection;
  }

  /** What the core says of the user's number outside of this page. */
  get subscriber(): Subscriber {
    return this.phones.snapshot.subscriber;
  }

  /** All calls, ended ones until they are dismissed. Frozen; replaced on each change. */
  get calls(): readonly CallInfo[] {
    return this.phones.snapshot.calls;
  }

  /** The call on screen. Frozen; replaced on each change. */
  get call(): CallInfo | null {
    return this.phones.snapshot.call;
  }

  /** Whether the browser lets the phone use the microphone. */
  get permission(): MicrophonePermission {
    return this.phones.snapshot.permission;
  }

  /** The microphones and speakers there are; known once the page may use the microphone. Frozen; replaced on each change. */
  get devices(): readonly AudioDevice[] {
    return this.snapshot.devices;
  }

  /** @internal */
  get snapshot(): PhoneSnapshot {
    return this.phones.snapshot;
  }

  /** @internal */
  get phone(): Phone | null {
    return this.phones.current;
  }

  /** @internal */
  get callBundle(): CallBundle | null {
    return this.phones.callBundle;
  }

  /** @internal */
  get registration(): PhoneController["registration"] {
    return this.phones.registration;
  }

  /** @internal */
  get usedToken(): string | null {
    return this.phones.usedToken;
  }

  /** @internal */
  abstract complete(snapshot: PhoneSnapshot): PhoneSnapshot;
  /** @internal */
  abstract handlePhoneEvent(event: PhoneEvent, callBundle: CallBundle, primary?: boolean): void;
  /** @internal */
  abstract handlePhoneFailure(error: TerminalError): void;
}
