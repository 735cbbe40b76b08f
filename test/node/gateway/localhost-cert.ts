/** A certificate for `localhost` and its key, made for tests alone (openssl req -x509, valid until 2126). It protects nothing. */
export const cert = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUY2z80IaArsm6GH32vCO//dEEyr4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE2NTIwOVoYDzIxMjYxMDI5
MTY1MjA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARVO0cNzf0F/eWixETe41t6vh7Rn3b0I5I+6zuosUMbdlcFcuSBmxO5
KxO6Krr95NCkVz37oKgArTDPeLfwwbkbo28wbTAdBgNVHQ4EFgQU6BfyNhRWwcil
6421SDnibkpmS4gwHwYDVR0jBBgwFoAU6BfyNhRWwcil6421SDnibkpmS4gwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgHnua/2T1Sq1+aaoI6+/bTnb1PG2WmIqdxOm4y6skJvUCIEZB
Fi8jiv7a5Sy+4nEVQbux3Ocg3Weiy5fsbrF3TxjW
-----END CERTIFICATE-----
`;

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcqUl0rlYwuzhupZD
Lxu5s9YhSIlC2jF5/LAWexSiCDShRANCAARVO0cNzf0F/eWixETe41t6vh7Rn3b0
I5I+6zuosUMbdlcFcuSBmxO5KxO6Krr95NCkVz37oKgArTDPeLfwwbkb
-----END PRIVATE KEY-----
`;
