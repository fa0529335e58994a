# many.sh COUNT PAYER: a file for `orrery jumbo send`. It asks as many accounts to take nothing.
printf '{"instructions":['
seq "$1" | awk -v payer="$2" '{
    number = sprintf("%05d", $1)
    gsub("0", "z", number)
    printf "%s{\"program\":\"11111111111111111111111111111111\",\"accounts\":[", comma
    printf "{\"pubkey\":\"%s\",\"signer\":true,\"writable\":true},", payer
    printf "{\"pubkey\":\"7uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJ%s\",\"writable\":true}", number
    printf "],\"data\":{\"hex\":\"020000000000000000000000\"}}\n"
    comma = ","
}'
printf '],"computeUnitLimit":2000000}\n'
