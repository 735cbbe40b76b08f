/** Connects the phone to HubSpot's Calling Extensions SDK, in the page that HubSpot shows in its calling frame. */
import type { CallCause, CallInfo, WebTerminalElement } from "web-terminal-phone";

/** The used part of `CallingExtensions` of `@hubspot/calling-extensions-sdk`. */
export interface CallingExtensions {
  initialized(state: { isLoggedIn: boolean; isAvailable: boolean }): void;
  userAvailable(): void;
  userUnavailable(): void;
  userLoggedOut(): void;
  outgoingCall(call: { toNumber: string; createEngagement: boolean; callStartTime: number }): void;
  incomingCall(call: { fromNumber: string; createEngagement: boolean; externalCallId: string }): void;
  callAnswered(call: { externalCallId: string }): void;
  callEnded(call: { externalCallId: string; callEndStatus: string }): void;
  callCompleted(call: { externalCallId: string; hideWidget: boolean }): void;
}

/** Requests of HubSpot to the phone: the `eventHandlers` of the SDK. */
export interface HubSpotHandlers {
  onReady(): void;
  onDialNumber(order: { phoneNumber: string }): void;
  onEndCall(): void;
  onVisibilityChanged(change: { isHidden: boolean }): void;
}

/** HubSpot's end status for each cause. */
const endings: Partial<Record<CallCause, string>> = {
  hangup: "COMPLETED",
  "remote-hangup": "COMPLETED",
  "moved-to-phone": "COMPLETED",
  "answered-elsewhere": "COMPLETED",
  rejected: "REJECTED",
  "remote-rejected": "BUSY",
  missed: "MISSED",
  canceled: "CANCELED",
  "no-answer": "NO_ANSWER",
};

/** Connects the two. `create` receives the handlers and returns the object of the SDK. */
export function connectHubSpot(
  phone: WebTerminalElement,
  create: (handlers: HubSpotHandlers) => CallingExtensions,
): void {
  // The phone shows its errors.
  const quietly = (action: Promise<unknown>): void => void action.catch(() => undefined);
  const id = ({ id: externalCallId }: CallInfo) => ({ externalCallId });

  const hubspot = create({
    onReady: () =>
      hubspot.initialized({ isLoggedIn: phone.connection !== "signed-out", isAvailable: phone.connection === "ready" }),
    onDialNumber: ({ phoneNumber }) => quietly(phone.dial(phoneNumber)),
    onEndCall: () => quietly(phone.hangup()),
    onVisibilityChanged: ({ isHidden }) => quietly(isHidden ? phone.minimize() : phone.show()),
  });

  phone.addEventListener("connection-change", ({ connection }) => {
    if (connection === "ready") hubspot.userAvailable();
    else if (connection === "signed-out") hubspot.userLoggedOut();
    else hubspot.userUnavailable();
  });
  phone.addEventListener("call-outgoing", ({ call }) =>
    hubspot.outgoingCall({ toNumber: call.number, createEngagement: true, callStartTime: call.startedAt }),
  );
  phone.addEventListener("call-incoming", ({ call }) =>
    hubspot.incomingCall({ fromNumber: call.number, createEngagement: true, ...id(call) }),
  );
  phone.addEventListener("call-answered", ({ call }) => hubspot.callAnswered(id(call)));
  phone.addEventListener("call-ended", ({ call, cause }) => {
    hubspot.callEnded({ ...id(call), callEndStatus: endings[cause] ?? "FAILED" });
    hubspot.callCompleted({ ...id(call), hideWidget: false });
  });
}
