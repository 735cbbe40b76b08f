/**
 * The emergency numbers of all countries that have two or three digits. Longer ones (`10111` in South Africa) are short
 * numbers, which are dialed as they are written in any case. Source: the `emergency` entries of ShortNumberMetadata.xml
 * in Google's libphonenumber (docs/decisions/0020-reading-numbers.md); `test/unit/numbers/emergency-numbers.test.ts`
 * compares the two.
 */
const emergencyNumbers: ReadonlySet<string> = new Set(
  (
    "01 02 03 13 14 15 16 17 18 19 90 91 92 93 94 000 001 002 003 011 019 022 033 050 060 065 066 068 080 085 088 " +
    "100 101 102 103 104 105 106 107 108 110 111 112 113 114 115 116 117 118 119 120 122 123 124 125 127 128 129 130 131 " +
    "132 133 140 144 150 151 152 153 154 155 156 157 158 159 160 166 170 171 172 175 177 180 188 190 191 192 193 194 " +
    "195 197 198 199 211 311 333 355 511 555 666 819 888 901 902 903 911 912 913 917 919 922 933 939 955 977 990 991 " +
    "992 993 994 995 996 997 998 999"
  ).split(" "),
);

/** Whether these digits are an emergency number of any country: a phone never refuses one. */
export function isEmergencyNumber(digits: string): boolean {
  return emergencyNumbers.has(digits);
}
