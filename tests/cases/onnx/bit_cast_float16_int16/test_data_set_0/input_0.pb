
Bx0J@S	XкR8езя▓G