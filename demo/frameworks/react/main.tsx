import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "web-terminal-phone/define";
import type { WebTerminalElement } from "web-terminal-phone/react";
import { endpoint, getToken } from "../session.js";

const strings = { "status-ready": "At your service" };

function App() {
  const phone = useRef<WebTerminalElement>(null);
  const [shown, setShown] = useState(true);
  const [ended, setEnded] = useState<readonly string[]>([]);
  // The phone itself shows what goes wrong.
  const dial = () => void phone.current?.dial("+4780000001").catch(() => undefined);
  const rows = ended.map((text, index) => <li key={index}>{text}</li>);
  return (
    <>
      <button id="dial" onClick={dial}>
        Call the echo
      </button>
      <button id="remove" onClick={() => setShown(false)}>
        Put the phone away
      </button>
      {shown && (
        <web-terminal
          ref={phone}
          mode="inline"
          endpoint={endpoint}
          getToken={getToken}
          strings={strings}
          oncall-ended={({ call, cause }) => setEnded((before) => [...before, `${call.number} ${cause}`])}
        />
      )}
      <ol id="calls">{rows}</ol>
    </>
  );
}

createRoot(document.querySelector("#app")!).render(<App />);
