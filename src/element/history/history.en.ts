/** English strings of the list of recent calls. Plurals: `-one` and `-other`, as `Intl.PluralRules` names them. */
export const historyStrings = {
  "history-empty": "No calls yet",
  "history-empty-text": "Calls you make and receive in this browser appear here.",
  "history-clear": "Clear list",
  "history-clear-sure": "Clear the whole list? This cannot be undone.",
  "history-clear-yes": "Clear",
  cancel: "Cancel",
  "history-call": "Call {who}",
  "history-incoming": "Incoming",
  "history-outgoing": "Outgoing",
  "history-unanswered": "Not answered",
  "history-missed": "Missed",
  "history-rejected": "Declined",
  "history-elsewhere": "Answered elsewhere",
  "history-pulled": "From another device",
  "missed-one": "{count} missed call",
  "missed-other": "{count} missed calls",
} as const;
