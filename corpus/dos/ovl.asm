; The overlay that loader.exe loads: code only, called far, origin 0. Adds up what it is given.
bits 16
org 0
    add ax, bx
    rol ax, 1
    retf
