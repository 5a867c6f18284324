# usage: crash_on.sh TEXT MODEL: crashes if the model has the text in it
if grep -q "$1" "$2"; then kill -SEGV $$; fi
