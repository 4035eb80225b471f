package io.tempelhof.core.association;

