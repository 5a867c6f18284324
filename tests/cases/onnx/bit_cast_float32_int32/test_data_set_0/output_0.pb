By0JjÚ‰ÂZ“ÊB¯àžAA·
C‰ÌBHðoÂ