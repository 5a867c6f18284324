# usage: hang_on.sh TEXT FILE MODEL: if the model has the text in it, does not end, and has another
# process write the file in two seconds
if grep -q "$1" "$3"; then (sleep 2; touch "$2") & sleep 1000; fi
