"""Has a tuning database say that what it measured takes half of the default's time.
usage: favour.py DATABASE"""
import sqlite3
import sys

with sqlite3.connect(sys.argv[1]) as connection:
    connection.execute("UPDATE measurement SET ratio = 0.5, low = 0.4, high = 0.6, seconds = 1 "
                       "WHERE error = ''")
