Bx0JjÚ‰ÂZ“ÊB¯àžAA·
C‰ÌBHðoÂ